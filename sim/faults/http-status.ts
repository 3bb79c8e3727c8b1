import { defineFaultKind } from "./define.ts";
import { describeEnd } from "./ends.ts";
import { describeFrequency, frequencyOf, frequencySettings } from "./frequency.ts";
import { describeSelector, selectorOf, selectorSettings } from "./request-selector.ts";
import { duration, status } from "./settings.ts";

/**
 * Requests are answered with an error status, without being looked at.
 *
 * Other than a refused connection this is an answer: KubeVirt counts it under its own code, and its REST
 * error alerts see it.
 */
export const httpStatus = defineFaultKind({
  name: "http-status",
  description:
    "Requests are answered with an error status, without being looked at. A component counts them under that " +
    "code, which the alerts on REST errors see; a scraper sees the target down. Watches that are open stay open: " +
    "with a watch-closed beside it their clients ask anew, and with verb: watch only that is answered so.",
  settings: {
    status: status("The status, from 400 to 599.", 503),
    retryAfter: duration("When to come again: the answer's Retry-After. Without it: none.", undefined),
    ...selectorSettings,
    ...frequencySettings,
  },
  explain: ({ from, to }, values) =>
    `${describeEnd(to, "every component")} answers ${describeEnd(from, "everyone")} with ${values.status}` +
    describeSelector(values) +
    describeFrequency(values),
  effect: ({ status: code, retryAfter, ...which }) => ({
    type: "respond",
    status: code,
    ...(retryAfter === undefined ? {} : { retryAfterSeconds: Math.ceil(retryAfter) }),
    ...selectorOf(which),
    ...frequencyOf(which),
  }),
});
