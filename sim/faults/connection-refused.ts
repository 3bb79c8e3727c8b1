import { defineFaultKind } from "./define.ts";
import { describeEnd } from "./ends.ts";

/**
 * Nobody listens any more: a dial is answered with a TCP reset at once, and what was connected is cut.
 *
 * A client gets no response to count, so KubeVirt's REST metrics show `code="<error>"`; a scrape fails
 * without delay.
 */
export const connectionRefused = defineFaultKind({
  name: "connection-refused",
  description:
    "Nobody listens any more. Dials are refused at once, established connections and watches are cut. " +
    'A component counts each request that fails so under code="<error>", and tries again with back-off; ' +
    "a scraper sees the target down. When the fault ends, clients recover by themselves.",
  settings: {},
  explain: ({ from, to }) =>
    `${describeEnd(from, "everyone")} cannot reach ${describeEnd(to, "any component")}: connections are refused`,
  effect: () => ({ type: "refuse" }),
});
