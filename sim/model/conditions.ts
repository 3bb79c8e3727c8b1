import { clamp } from "./numbers.ts";
import type { SegmentFactors } from "./segment.ts";

/** What a counter's pace depends on, besides the load. */
export const condition = {
  /** What the guest counts itself, and a new hypervisor process does not reset: memory and page faults. */
  guest: 0,
  cpu: 1,
  cpuDelay: 2,
  diskOperations: 3,
  diskTime: 4,
  network: 5,
  networkLoss: 6,
} as const;
export type Condition = (typeof condition)[keyof typeof condition];

/** How much of a vCPU's time it may want: running, waiting for a CPU, waiting for I/O. */
export const busiestVcpu = 0.95;
/** How much of it can be accounted for at most, so that a tick of rounding never makes it more than all. */
const accountable = 0.98;
/** Share of a disk request's round that is spent on the disk when nothing slows it. */
const diskShareOfRound = 0.5;

/** A counter's pace is multiplied by the entry of its Condition. */
export type Paces = Float64Array;

/**
 * What the conditions of a segment do to each kind of counter.
 *
 * Contention: a vCPU that wants more than there is gets less done, and the load waits. Storage: who waits for
 * a request sends the next one later, so twice the time per request is less than twice the time in all.
 *
 * @param delayShare time a vCPU waits for a CPU per second that it runs, without contention
 */
export function pacesOf(factors: SegmentFactors, delayShare: number): Paces {
  if (Object.keys(factors).length === 0) return undisturbed;
  const running = clamp(factors.running ?? 1, 0, 1);
  const delay = Math.max(0, factors.cpuDelay ?? 1);
  const latency = Math.max(0, factors.storageLatency ?? 1);
  const network = Math.max(0, factors.network ?? 1);
  const progress = Math.min(1, accountable / (busiestVcpu * (1 + delayShare * delay)));
  const rounds = 1 / (1 - diskShareOfRound + diskShareOfRound * latency);
  const lost = network < 1 ? network * (1 - network) : 0;
  const paces = new Float64Array(Object.keys(condition).length);
  paces[condition.guest] = running;
  paces[condition.cpu] = running * progress;
  paces[condition.cpuDelay] = running * progress * delay;
  paces[condition.diskOperations] = running * rounds;
  paces[condition.diskTime] = running * rounds * latency;
  paces[condition.network] = running * network;
  paces[condition.networkLoss] = running * lost;
  return paces;
}

/** Shared by the many domains that nothing happens to. */
const undisturbed = pacesOf({ running: 1 }, 0);

/** What `paces[condition.diskTime]` never exceeds, however slow the storage. */
export const longestDiskTime = 1 / diskShareOfRound;
