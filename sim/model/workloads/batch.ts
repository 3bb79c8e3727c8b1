import { KiB, MiB } from "./parameters.ts";
import { workloadKind } from "./workload-kind.ts";

export const batch = workloadKind(
  "Runs one long job in each half hour, all vCPUs busy while it lasts, and rests in between.",
  {
    cpu: 0.42,
    systemShare: 0.12,
    readRate: 45,
    readSize: 128 * KiB,
    writeRate: 20,
    writeSize: 64 * KiB,
    receiveRate: 400 * KiB,
    transmitRate: 150 * KiB,
    memory: 0.45,
    dirtyRate: 40 * MiB,
    swing: 0,
    variation: 0.1,
    burstEvery: 1800,
    burstShare: 0.9,
    burstDuration: 800,
  },
);
