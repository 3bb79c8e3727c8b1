import { defineFaultKind } from "./define.ts";
import { describeEnd } from "./ends.ts";
import { describeFrequency, frequencyOf, frequencySettings } from "./frequency.ts";
import { duration } from "./settings.ts";

/** Whatever is answered comes later; events of open watches too. */
export const latency = defineFaultKind({
  name: "latency",
  description:
    "Whatever is answered comes later, events of open watches too. It shows in the latency histograms of " +
    "components, and in scrape_duration_seconds; a scrape that takes longer than its timeout fails.",
  settings: {
    delay: duration("How much later.", 1),
    ...frequencySettings,
  },
  explain: ({ from, to }, values) =>
    `${describeEnd(to, "every component")} answers ${describeEnd(from, "everyone")} ${values.delay} s later` +
    describeFrequency(values),
  effect: ({ delay, ...frequency }) => ({ type: "delay", delaySeconds: delay, ...frequencyOf(frequency) }),
});
