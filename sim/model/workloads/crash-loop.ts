import { workloadKind } from "./workload-kind.ts";

export const crashLoop = workloadKind(
  "Boots, works for a minute or two, and panics: every life of it is short.",
  {
    cpu: 0.25,
    readRate: 20,
    memory: 0.4,
    variation: 0.2,
    burstEvery: 120,
    burstShare: 0.4,
    crashAfter: 90,
  },
);
