import { workloadKind } from "./workload-kind.ts";

export const custom = workloadKind(
  "An even load without rhythm or bursts, as a place to start from: set what you want to see.",
  { swing: 0, variation: 0.1, burstShare: 0 },
);
