import { KiB, MiB } from "./parameters.ts";
import { workloadKind } from "./workload-kind.ts";

export const web = workloadKind(
  "Serves requests: follows the day, with bursts; sends several times what it receives, writes logs.",
  {
    cpu: 0.22,
    systemShare: 0.25,
    readRate: 6,
    readSize: 32 * KiB,
    writeRate: 18,
    writeSize: 8 * KiB,
    receiveRate: MiB,
    transmitRate: 5 * MiB,
    memory: 0.35,
    dirtyRate: 12 * MiB,
    swing: 0.45,
    variation: 0.35,
    burstEvery: 420,
    burstShare: 0.12,
    burstDuration: 60,
  },
);
