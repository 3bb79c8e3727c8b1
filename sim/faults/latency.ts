import { defineFaultKind } from "./define.ts";
import { describeEnd } from "./ends.ts";
import { describeFrequency, frequencyOf, frequencySettings } from "./frequency.ts";
import { describeSelector, selectorOf, selectorSettings } from "./request-selector.ts";
import { duration } from "./settings.ts";

/** Whatever is answered comes later; events of open watches too. */
export const latency = defineFaultKind({
  name: "latency",
  description:
    "Whatever is answered comes later, events of open watches too. It shows in the latency histograms of " +
    "components, and in scrape_duration_seconds; a scrape that takes longer than its timeout fails.",
  settings: {
    delay: duration("How much later.", 1),
    ...selectorSettings,
    ...frequencySettings,
  },
  explain: ({ from, to }, values) =>
    `${describeEnd(to, "every component")} answers ${describeEnd(from, "everyone")} ${values.delay} s later` +
    describeSelector(values) +
    describeFrequency(values),
  effect: ({ delay, ...which }) => ({
    type: "delay",
    delaySeconds: delay,
    ...selectorOf(which),
    ...frequencyOf(which),
  }),
});
