import { defineFaultKind } from "./define.ts";
import { describeEnd } from "./ends.ts";
import { pathSettings } from "./request-selector.ts";
import { interruptionOf } from "./watch-settings.ts";

/** The apiserver has forgotten what happened, as after a compaction: watches cannot be resumed. */
export const historyLost = defineFaultKind({
  name: "history-lost",
  description:
    "The apiserver forgets what happened so far, as by a compaction, and watches end. Resuming one is answered with " +
    '410 "too old resource version", so clients list anew. The history is one for all: whoever else resumes a watch ' +
    "meets with the same. It happens as the fault begins; how long the fault lasts does not matter.",
  scope: "apiserver-way",
  settings: pathSettings,
  explain: ({ from }) =>
    `the apiserver forgets its history, and watches of ${describeEnd(from, "everyone")} end`,
  effect: ({ path }) =>
    interruptionOf("", true, { after: undefined, path, probability: 1, first: undefined }),
  history: () => ({ type: "forget" }),
});
