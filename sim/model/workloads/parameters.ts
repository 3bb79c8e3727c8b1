/** What a parameter's number counts. A share is between 0 and 1. */
export type ParameterUnit = "share" | "bytes" | "bytes/s" | "operations/s" | "seconds";

/** One number that a workload can be given. */
export interface Parameter {
  readonly unit: ParameterUnit;
  readonly description: string;
  readonly minimum: number;
  readonly maximum: number;
  /** What it is where the scenario says nothing … */
  readonly default: number;
  /** … give or take this share of it, by VM: no two web servers are alike. A given number is taken as it is. */
  readonly spread: number;
}

const second = 1;
const day = 86_400;
export const KiB = 1024;
export const MiB = 1024 * KiB;
export const GiB = 1024 * MiB;

/**
 * All that a workload is made of, with the values of a small, lightly loaded server. A workload is a set of
 * other defaults; a scenario may set any of them.
 */
export const parameters = {
  cpu: {
    unit: "share",
    description: "Share of each vCPU that is busy, on average.",
    minimum: 0,
    maximum: 0.93,
    default: 0.1,
    spread: 0.3,
  },
  systemShare: {
    unit: "share",
    description: "Share of the CPU time that the host counts as kernel mode.",
    minimum: 0.02,
    maximum: 0.9,
    default: 0.18,
    spread: 0.3,
  },
  readRate: {
    unit: "operations/s",
    description: "Disk reads, on average, over all disks.",
    minimum: 0,
    maximum: 200_000,
    default: 3,
    spread: 0.4,
  },
  readSize: {
    unit: "bytes",
    description: "Bytes of a disk read, on average.",
    minimum: 4 * KiB,
    maximum: 4 * MiB,
    default: 24 * KiB,
    spread: 0.2,
  },
  writeRate: {
    unit: "operations/s",
    description: "Disk writes, on average, over all disks.",
    minimum: 0,
    maximum: 200_000,
    default: 5,
    spread: 0.4,
  },
  writeSize: {
    unit: "bytes",
    description: "Bytes of a disk write, on average.",
    minimum: 4 * KiB,
    maximum: 4 * MiB,
    default: 12 * KiB,
    spread: 0.2,
  },
  flushShare: {
    unit: "share",
    description: "How many of the small writes are followed by a flush.",
    minimum: 0,
    maximum: 0.9,
    default: 0.15,
    spread: 0.3,
  },
  receiveRate: {
    unit: "bytes/s",
    description: "Network traffic received, on average, over all interfaces.",
    minimum: 0,
    maximum: 12 * GiB,
    default: 20 * KiB,
    spread: 0.4,
  },
  transmitRate: {
    unit: "bytes/s",
    description: "Network traffic sent, on average, over all interfaces.",
    minimum: 0,
    maximum: 12 * GiB,
    default: 20 * KiB,
    spread: 0.4,
  },
  memory: {
    unit: "share",
    description:
      "Share of the guest's memory that its programs hold once they are warm; the rest can cache files.",
    minimum: 0,
    maximum: 0.95,
    default: 0.3,
    spread: 0.2,
  },
  leakRate: {
    unit: "bytes/s",
    description: "Memory that is taken and never given back; the guest swaps when little is left.",
    minimum: 0,
    maximum: GiB,
    default: 0,
    spread: 0.3,
  },
  dirtyRate: {
    unit: "bytes/s",
    description: "How fast guest memory is written to, on average: what live migration has to keep up with.",
    minimum: 0,
    maximum: 20 * GiB,
    default: 4 * MiB,
    spread: 0.3,
  },
  swing: {
    unit: "share",
    description: "How far the load rises and falls over one period (a day's rhythm).",
    minimum: 0,
    maximum: 0.9,
    default: 0.1,
    spread: 0.2,
  },
  period: {
    unit: "seconds",
    description: "How long one rise and fall of the load takes.",
    minimum: 10 * second,
    maximum: 30 * day,
    default: day,
    spread: 0,
  },
  variation: {
    unit: "share",
    description: "How far the load wanders about its average without a rhythm.",
    minimum: 0,
    maximum: 0.9,
    default: 0.3,
    spread: 0.2,
  },
  burstEvery: {
    unit: "seconds",
    description: "There is one burst of work in each stretch of this length, at some moment of it.",
    minimum: 10 * second,
    maximum: 30 * day,
    default: 600 * second,
    spread: 0.2,
  },
  burstShare: {
    unit: "share",
    description: "Share of all work that is done in bursts; 0: there are none.",
    minimum: 0,
    maximum: 0.95,
    default: 0.05,
    spread: 0.3,
  },
  burstDuration: {
    unit: "seconds",
    description: "How long a burst lasts, give or take 40 %.",
    minimum: second,
    maximum: day,
    default: 30 * second,
    spread: 0,
  },
  bootDuration: {
    unit: "seconds",
    description: "How long the guest is busy booting before it takes up its work.",
    minimum: 5 * second,
    maximum: 3600 * second,
    default: 25 * second,
    spread: 0.25,
  },
  bootReads: {
    unit: "bytes",
    description: "What the guest reads from its first disk while it boots.",
    minimum: 0,
    maximum: 64 * GiB,
    default: 450 * MiB,
    spread: 0.25,
  },
  crashAfter: {
    unit: "seconds",
    description: "How long after its start the guest panics, give or take 20 %; 0: never.",
    minimum: 0,
    maximum: 30 * day,
    default: 0,
    spread: 0,
  },
} as const satisfies Readonly<Record<string, Parameter>>;

export type ParameterName = keyof typeof parameters;

/** A value for every parameter. */
export type Load = Readonly<Record<ParameterName, number>>;
