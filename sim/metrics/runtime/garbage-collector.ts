import { random } from "../../model/random.ts";
import type { ProcessProfile } from "./process-profile.ts";

/** Collections that the start of a program takes, while its heap grows to its usual size. */
const startCycles = 9;
/** How fast the start is over, in seconds. */
const startSeconds = 2;
/** Go collects at least this often. */
const forcedCycleSeconds = 120;
/** The least heap at which Go collects. */
const minimumGoalBytes = 4 * 2 ** 20;
/** Pauses that debug.ReadGCStats keeps. */
const keptPauses = 256;

/** The heap at one moment. */
export interface Heap {
  /** Bytes ever allocated. */
  readonly allocatedBytes: number;
  /** Bytes allocated and not freed. */
  readonly usedBytes: number;
  /** Bytes ever freed. */
  readonly freedBytes: number;
  /** Size at which the next collection begins. */
  readonly goalBytes: number;
  /** Largest size so far, roughly. */
  readonly peakBytes: number;
}

/** What pauses there were, in seconds. */
export interface Pauses {
  readonly count: number;
  readonly sum: number;
  /** Least, quarters and greatest of the last 256. */
  readonly quantiles: readonly number[];
}

/**
 * The heap of a Go program and its garbage collections, as functions of the program's age in seconds.
 *
 * The program allocates at a steady rate after a burst at its start. A collection comes when the heap has
 * grown to about twice what the last one left (GOGC=100), or after two minutes.
 */
export class GarbageCollector {
  readonly #liveBytes: number;
  readonly #rate: number;
  readonly #cycleSeconds: number;
  /** By how much collection `k` leaves more or less than usual, at `k % length`. */
  readonly #deviations: readonly number[];
  /** Pause of collection `k` in nanoseconds, at `k % 256`. */
  readonly #pauses: readonly number[];

  constructor(profile: ProcessProfile, seed: number, key: readonly (string | number)[]) {
    this.#liveBytes = profile.liveHeapBytes;
    this.#rate = profile.allocatedBytesPerSecond;
    this.#cycleSeconds = Math.min((0.93 * this.#liveBytes) / this.#rate, forcedCycleSeconds);
    const draw = random(seed, ...key, "garbage collections");
    this.#deviations = Array.from({ length: 64 }, () => (draw() - 0.5) * 0.06);
    // Most pauses take some dozens of microseconds; few take ten times as long.
    this.#pauses = Array.from({ length: keptPauses }, () => Math.round(25_000 * Math.exp(2.6 * draw() ** 2)));
  }

  heapAt(age: number): Heap {
    const cycle = this.cyclesAt(age);
    const allocatedBytes = this.#allocatedAt(age);
    const left = this.#leftBy(cycle);
    const before = this.#allocatedAt(this.cycleStart(cycle));
    const atNext = left + this.#allocatedAt(this.cycleStart(cycle + 1)) - before;
    return {
      allocatedBytes,
      usedBytes: left + allocatedBytes - before,
      freedBytes: before - left,
      goalBytes: Math.max(minimumGoalBytes, 2 * left, atNext),
      peakBytes: Math.min(allocatedBytes, 2.1 * this.#liveBytes),
    };
  }

  pausesAt(age: number): Pauses {
    const count = this.cyclesAt(age);
    const sumOf = (pauses: readonly number[]) => pauses.reduce((sum, pause) => sum + pause, 0);
    const rounds = Math.floor(count / keptPauses);
    const nanoseconds = rounds * sumOf(this.#pauses) + sumOf(this.#pauses.slice(0, count % keptPauses));
    const kept = (rounds > 0 ? this.#pauses : this.#pauses.slice(0, count)).toSorted((a, b) => a - b);
    const quantiles = [0, 1, 2, 3, 4].map(
      (quarter) => (kept[Math.min(Math.floor((kept.length * quarter) / 4), kept.length - 1)] ?? 0) / 1e9,
    );
    return { count, sum: nanoseconds / 1e9, quantiles };
  }

  /** Collections that have ended. */
  cyclesAt(age: number): number {
    return Math.floor(this.#progressAt(age));
  }

  /** The age at which collection `cycle` ended; 0 for the time before the first. */
  cycleStart(cycle: number): number {
    if (cycle === 0) return 0;
    let low = Math.max(0, cycle - startCycles) * this.#cycleSeconds;
    let high = cycle * this.#cycleSeconds;
    for (let step = 0; step < 50; step++) {
      const middle = (low + high) / 2;
      if (this.#progressAt(middle) < cycle) low = middle;
      else high = middle;
    }
    return low;
  }

  /** Heap that collection `cycle` left. */
  #leftBy(cycle: number): number {
    const deviation = this.#deviations[cycle % this.#deviations.length] ?? 0;
    return Math.min(this.#liveBytes * (1 + deviation), 0.6 * this.#allocatedAt(this.cycleStart(cycle)));
  }

  #allocatedAt(age: number): number {
    return (startCycles / 2) * this.#liveBytes * started(age) + this.#rate * age;
  }

  #progressAt(age: number): number {
    return startCycles * started(age) + age / this.#cycleSeconds;
  }
}

/** How much of the start is over, from 0 to 1. */
function started(age: number): number {
  return 1 - Math.exp(-age / startSeconds);
}
