import type { Domain } from "./domain.ts";

/** A change of what the hypervisor of one node runs. */
export interface FeedChange {
  readonly changed: readonly Domain[];
  /** uids of domains that are gone from the node. */
  readonly removed: readonly string[];
}
