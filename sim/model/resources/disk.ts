import { condition, longestDiskTime } from "../conditions.ts";
import type { DomainDisk } from "../domain.ts";
import { peakOf, scaled, usualFlow, type Flow } from "../flows.ts";
import { at, clamp } from "../numbers.ts";
import { diskSlots } from "../reading.ts";
import { KiB } from "../workloads/parameters.ts";
import { between, characterOf, type Moment, type ResourceContext } from "./context.ts";
import { wholeNanoseconds } from "./cpu.ts";
import { pageBytes, swappedBackIn, swapOutRate } from "./memory.ts";

/** Requests that a disk works on at once at most: what the times of a second can add up to. */
export const queueDepth = 32;
/** What a guest reads, once, of a disk that it does not work on: cloud-init's, for one. */
const readsOfIdleDisk = 40;
/** What a boot writes, as a share of what it reads. */
const bootWrites = 0.05;

const smallBytes = 4 * KiB;
/** Seconds that a request takes when nothing slows the storage, from the fastest disk to the slowest. */
const latencies = {
  smallRead: [0.0002, 0.0008],
  bulkRead: [0.0004, 0.002],
  smallWrite: [0.0005, 0.0015],
  bulkWrite: [0.001, 0.006],
  flush: [0.001, 0.012],
} as const;

/** How a guest uses one of its disks. */
export interface DiskUse {
  readonly disk: DomainDisk;
  /** Its share of the guest's requests; 0: only looked at while the guest boots. */
  readonly share: number;
  readonly boots: boolean;
}

/** Requests in one direction: small ones of 4 KiB, and bulk ones of another size. */
interface Requests {
  readonly small: Flow;
  readonly bulk: Flow;
  readonly bulkBytes: number;
}

/**
 * What one disk has done. Each request is counted with the bytes that it moves, so operations and bytes belong
 * together at any t; reads and writes have a flow of time each.
 */
export class DiskCounters {
  readonly #reads: DirectionCounters;
  readonly #writes: DirectionCounters;
  readonly #flushTime: number;
  readonly #flushShare: number;

  constructor(context: ResourceContext, { disk, share, boots }: DiskUse) {
    const { plan, load } = context;
    const draw = characterOf(context, `disk/${disk.alias}`);
    const bootBytes = boots ? load.bootReads : 0;
    const swapped = boots ? swapOutRate(context) * pageBytes : 0;
    const { readRate, readSize, writeRate, writeSize } = load;
    const worked = requestsOf(readRate * share, readSize, bootBytes, swapped * swappedBackIn);
    const reads = share === 0 ? idleDiskReads : worked;
    const writes = requestsOf(writeRate * share, writeSize, bootBytes * bootWrites, swapped);
    const times = timesWithinQueue(context, draw, reads, writes);
    this.#reads = new DirectionCounters(context, reads, times.read);
    this.#writes = new DirectionCounters(context, writes, times.write);
    this.#flushTime = plan.add(times.flush, condition.diskTime);
    this.#flushShare = load.flushShare;
  }

  /** Seconds that requests took, all together. */
  busySeconds(totals: Float64Array): number {
    return this.#reads.seconds(totals) + this.#writes.seconds(totals) + at(totals, this.#flushTime);
  }

  write({ totals }: Moment, into: Float64Array, place: number): void {
    into[place + diskSlots.readOperations] = this.#reads.operations(totals);
    into[place + diskSlots.writeOperations] = this.#writes.operations(totals);
    into[place + diskSlots.readBytes] = this.#reads.bytes(totals);
    into[place + diskSlots.writeBytes] = this.#writes.bytes(totals);
    into[place + diskSlots.readSeconds] = wholeNanoseconds(this.#reads.seconds(totals));
    into[place + diskSlots.writeSeconds] = wholeNanoseconds(this.#writes.seconds(totals));
    into[place + diskSlots.flushOperations] = Math.floor(
      this.#writes.smallOperations(totals) * this.#flushShare,
    );
    into[place + diskSlots.flushSeconds] = wholeNanoseconds(at(totals, this.#flushTime));
  }
}

class DirectionCounters {
  readonly #small: number;
  readonly #bulk: number;
  readonly #bulkBytes: number;
  readonly #time: number;

  constructor({ plan }: ResourceContext, { small, bulk, bulkBytes }: Requests, time: Flow) {
    this.#small = plan.add(small, condition.diskOperations);
    this.#bulk = plan.add(bulk, condition.diskOperations);
    this.#bulkBytes = bulkBytes;
    this.#time = plan.add(time, condition.diskTime);
  }

  smallOperations(totals: Float64Array): number {
    return Math.floor(at(totals, this.#small));
  }

  operations(totals: Float64Array): number {
    return this.smallOperations(totals) + Math.floor(at(totals, this.#bulk));
  }

  bytes(totals: Float64Array): number {
    return this.smallOperations(totals) * smallBytes + Math.floor(at(totals, this.#bulk)) * this.#bulkBytes;
  }

  seconds(totals: Float64Array): number {
    return at(totals, this.#time);
  }
}

const idleDiskReads: Requests = { small: { boot: readsOfIdleDisk }, bulk: {}, bulkBytes: smallBytes };

/**
 * Requests of `meanBytes` on average: half of them small, as far as whole blocks allow.
 *
 * @param swappedBytes per second at full memory pressure; clusters of pages, so bulk
 */
function requestsOf(perSecond: number, meanBytes: number, bootBytes: number, swappedBytes: number): Requests {
  const bulkBytes = Math.max(1, Math.round((2 * meanBytes) / smallBytes - 1)) * smallBytes;
  const bulkShare =
    bulkBytes === smallBytes ? 0 : clamp((meanBytes - smallBytes) / (bulkBytes - smallBytes), 0, 1);
  const smallRate = perSecond * (1 - bulkShare);
  return {
    small: {
      steady: 0.5 * smallRate,
      demand: 0.5 * smallRate,
      boot: (0.2 * bootBytes) / smallBytes,
    },
    bulk: {
      ...usualFlow(perSecond * bulkShare, (0.8 * bootBytes) / bulkBytes),
      pressure: swappedBytes / bulkBytes,
    },
    bulkBytes,
  };
}

/** Time that requests take, per second. So busy a disk that its queue would overflow is a faster one. */
function timesWithinQueue(
  { load, demand }: ResourceContext,
  draw: () => number,
  reads: Requests,
  writes: Requests,
) {
  const latency = (kind: keyof typeof latencies) => between(draw, latencies[kind]);
  const read = timeOf(reads, latency("smallRead"), latency("bulkRead"));
  const write = timeOf(writes, latency("smallWrite"), latency("bulkWrite"));
  const flush = scaled(writes.small, load.flushShare * latency("flush"));
  const peak = [read, write, flush].reduce(
    (sum, flow) => sum + peakOf(flow, demand.peak, load.bootDuration),
    0,
  );
  const kept = peak === 0 ? 1 : Math.min(1, queueDepth / longestDiskTime / peak);
  return { read: scaled(read, kept), write: scaled(write, kept), flush: scaled(flush, kept) };
}

function timeOf({ small, bulk }: Requests, smallSeconds: number, bulkSeconds: number): Flow {
  const a = scaled(small, smallSeconds);
  const b = scaled(bulk, bulkSeconds);
  return {
    steady: a.steady + b.steady,
    demand: a.demand + b.demand,
    wave: a.wave + b.wave,
    boot: a.boot + b.boot,
    pressure: a.pressure + b.pressure,
  };
}
