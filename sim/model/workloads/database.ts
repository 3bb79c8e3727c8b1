import { KiB, MiB } from "./parameters.ts";
import { workloadKind } from "./workload-kind.ts";

export const database = workloadKind(
  "Reads and writes small blocks around the clock, flushes at each commit, dirties memory fast.",
  {
    cpu: 0.3,
    systemShare: 0.15,
    readRate: 140,
    readSize: 16 * KiB,
    writeRate: 110,
    writeSize: 16 * KiB,
    flushShare: 0.2,
    receiveRate: 600 * KiB,
    transmitRate: 1.5 * MiB,
    memory: 0.55,
    dirtyRate: 32 * MiB,
    swing: 0.2,
    burstEvery: 300,
    burstShare: 0.12,
    burstDuration: 40,
  },
);
