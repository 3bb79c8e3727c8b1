import { GiB, KiB, MiB } from "./parameters.ts";
import { workloadKind } from "./workload-kind.ts";

export const bootStorm = workloadKind(
  "A heavy boot (minutes of CPU, gigabytes read), then little: start many at once to see the storm.",
  {
    cpu: 0.03,
    readRate: 1,
    writeRate: 2,
    receiveRate: 5 * KiB,
    transmitRate: 4 * KiB,
    memory: 0.25,
    dirtyRate: 2 * MiB,
    bootDuration: 120,
    bootReads: 2 * GiB,
  },
);
