import { KiB, MiB } from "./parameters.ts";
import { workloadKind } from "./workload-kind.ts";

export const memoryLeak = workloadKind(
  "A light server whose memory use only grows: the page cache goes first, then it swaps and faults.",
  {
    cpu: 0.08,
    receiveRate: 60 * KiB,
    transmitRate: 90 * KiB,
    memory: 0.3,
    leakRate: 128 * KiB,
    dirtyRate: 8 * MiB,
  },
);
