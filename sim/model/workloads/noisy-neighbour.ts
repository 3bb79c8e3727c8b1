import { KiB, MiB } from "./parameters.ts";
import { workloadKind } from "./workload-kind.ts";

export const noisyNeighbour = workloadKind(
  "Takes all that it can get: every vCPU busy, disk and network under load, without rest.",
  {
    cpu: 0.9,
    systemShare: 0.2,
    readRate: 250,
    readSize: 64 * KiB,
    writeRate: 180,
    writeSize: 64 * KiB,
    receiveRate: 25 * MiB,
    transmitRate: 40 * MiB,
    memory: 0.6,
    dirtyRate: 50 * MiB,
    swing: 0,
    variation: 0.1,
    burstShare: 0.02,
  },
);
