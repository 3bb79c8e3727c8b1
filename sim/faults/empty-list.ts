import { defineFaultKind } from "./define.ts";
import { describeEnd } from "./ends.ts";
import { describeSelector, pathSettings, selectorOf } from "./request-selector.ts";
import { expiredLine } from "./watch-lines.ts";

/**
 * The apiserver says that there is nothing, with a 200: the one fault after which discovery forgets its targets.
 *
 * Clients with open watches would not ask, so these end with a 410 as it begins, and again as it ends.
 */
export const emptyList = defineFaultKind({
  name: "empty-list",
  description:
    "Lists come back with 200 and nothing in them, as from an apiserver whose cache is not filled yet; watches " +
    "say nothing. Open watches end with a 410 as it begins and as it ends, so that clients list anew. Of all " +
    "faults this alone takes targets away: they are back once it is over.",
  scope: "apiserver-way",
  settings: pathSettings,
  explain: ({ from, to }, values) =>
    `${describeEnd(to, "every component")} says to ${describeEnd(from, "everyone")} that there is nothing` +
    describeSelector(values),
  effect: (values) => ({
    type: "empty",
    text: expiredLine,
    verbs: ["list", "watch"],
    ...selectorOf(values),
    probability: 1,
  }),
});
