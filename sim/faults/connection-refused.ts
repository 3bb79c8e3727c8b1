import { describeEnd } from "./ends.ts";
import type { FaultKind } from "./fault.ts";

/**
 * Nobody listens any more: a dial is answered with a TCP reset at once, and what was connected is cut.
 *
 * A client gets no response to count, so KubeVirt's REST metrics show `code="<error>"`; a scrape fails
 * without delay.
 */
export const connectionRefused: FaultKind = {
  name: "connection-refused",
  description:
    "Nobody listens any more. Dials are refused at once, established connections and watches are cut. " +
    'A component counts each request that fails so under code="<error>", and tries again with back-off; ' +
    "a scraper sees the target down. When the fault ends, clients recover by themselves.",
  explain: ({ from, to }) =>
    `${describeEnd(from, "everyone")} cannot reach ${describeEnd(to, "any component")}: connections are refused`,
  effect: () => ({ type: "refuse" }),
};
