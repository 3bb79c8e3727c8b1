import type { Clock, Source, Timer } from "./clock.ts";
import { EventQueue, type Planned } from "./event-queue.ts";

/** Node fires a timer with a longer delay at once, so long waits are cut into pieces. */
const longestTimerMillis = 2 ** 31 - 1;

/**
 * The live clock: t is wall time minus an epoch that every process of a cluster is given.
 *
 * Before `start` it can play history: `playHistory` runs what is planned for the past at its planned time.
 */
export class WallClock implements Clock {
  readonly epochMillis: number;
  readonly #queue = new EventQueue();
  #timer: NodeJS.Timeout | undefined;
  #running = false;
  /** The planned time of the call that is running, or the point history has been played to. */
  #planned: number | undefined;

  constructor(epochMillis: number) {
    this.epochMillis = epochMillis;
  }

  /** A clock whose t = 0 lies `seconds` ahead of now. */
  static startingIn(seconds: number): WallClock {
    return new WallClock(Date.now() + Math.round(seconds * 1000));
  }

  now(): number {
    return this.#planned ?? this.#wall();
  }

  at(t: number, source: Source, run: () => void): Timer {
    const planned = this.#queue.add(Math.max(t, this.#planned ?? t), source, run);
    if (this.#running) this.#arm();
    return planned;
  }

  cancel(timer: Timer): void {
    (timer as Planned).cancelled = true;
  }

  /**
   * Plays what `begin` and what follows from it plan from `from` up to `to` (both in the past or near it) without
   * waiting. Returns what `begin` made.
   */
  playHistory<T>(from: number, to: number, begin: () => T): T {
    this.#planned = from;
    const made = begin();
    this.#runDue(to);
    this.#planned = undefined;
    return made;
  }

  /** From here on planned calls run as wall time reaches them. */
  start(): void {
    this.#running = true;
    this.#arm();
  }

  /** Stops for good; nothing planned runs any more. */
  stop(): void {
    this.#running = false;
    clearTimeout(this.#timer);
  }

  #wall(): number {
    return (Date.now() - this.epochMillis) / 1000;
  }

  #runDue(to: number): void {
    const outer = this.#planned;
    for (let due = this.#queue.takeDue(to); due !== undefined; due = this.#queue.takeDue(to)) {
      this.#planned = due.t;
      try {
        due.run();
      } finally {
        this.#planned = outer;
      }
    }
  }

  #arm(): void {
    clearTimeout(this.#timer);
    const next = this.#queue.peek();
    if (next === undefined || !this.#running) return;
    const millis = Math.min(Math.max(0, (next.t - this.#wall()) * 1000), longestTimerMillis);
    this.#timer = setTimeout(() => {
      this.#runDue(this.#wall());
      this.#arm();
    }, millis);
  }
}
