import { GiB, KiB, MiB } from "./parameters.ts";
import { workloadKind } from "./workload-kind.ts";

export const windowsDesktop = workloadKind(
  "Somebody works at it by day: short bursts all the time; NTFS, and all memory touched at boot.",
  {
    cpu: 0.07,
    systemShare: 0.3,
    readRate: 10,
    readSize: 32 * KiB,
    writeRate: 9,
    writeSize: 20 * KiB,
    receiveRate: 40 * KiB,
    transmitRate: 25 * KiB,
    memory: 0.5,
    dirtyRate: 10 * MiB,
    swing: 0.4,
    variation: 0.3,
    burstEvery: 90,
    burstShare: 0.3,
    burstDuration: 15,
    bootDuration: 60,
    bootReads: 1.5 * GiB,
  },
);
