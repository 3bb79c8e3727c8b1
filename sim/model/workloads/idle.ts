import { KiB, MiB } from "./parameters.ts";
import { workloadKind } from "./workload-kind.ts";

export const idle = workloadKind(
  "Waits: timers, a log line now and then, a small job of the system every few minutes.",
  {
    cpu: 0.01,
    systemShare: 0.25,
    readRate: 0.05,
    readSize: 16 * KiB,
    writeRate: 1.2,
    writeSize: 8 * KiB,
    receiveRate: 1.5 * KiB,
    transmitRate: KiB,
    memory: 0.15,
    dirtyRate: MiB / 2,
    burstShare: 0.15,
  },
);
