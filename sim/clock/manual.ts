import type { Clock, Source, Timer } from "./clock.ts";
import { EventQueue, type Planned } from "./event-queue.ts";

/** A clock that stands still until it is told to move: virtual time, for tests and for judging scenarios. */
export class ManualClock implements Clock {
  readonly epochMillis: number;
  readonly #queue = new EventQueue();
  #now: number;

  /** @param options.start the present t at the beginning, in seconds */
  constructor(options: { epochMillis?: number; start?: number } = {}) {
    this.epochMillis = options.epochMillis ?? Date.UTC(2026, 0, 1);
    this.#now = options.start ?? 0;
  }

  now(): number {
    return this.#now;
  }

  at(t: number, source: Source, run: () => void): Timer {
    return this.#queue.add(Math.max(t, this.#now), source, run);
  }

  cancel(timer: Timer): void {
    (timer as Planned).cancelled = true;
  }

  /** Runs everything due up to `t` and stops there. Only for code without promises: see `advance`. */
  advanceSync(t: number): void {
    for (let due = this.#queue.takeDue(t); due !== undefined; due = this.#queue.takeDue(t)) {
      this.#now = due.t;
      due.run();
    }
    this.#now = Math.max(this.#now, t);
  }

  /** Runs everything due up to `t`; between two calls every promise that can settle has settled. */
  async advance(t: number): Promise<void> {
    await settled();
    for (let due = this.#queue.takeDue(t); due !== undefined; due = this.#queue.takeDue(t)) {
      this.#now = due.t;
      due.run();
      await settled();
    }
    this.#now = Math.max(this.#now, t);
  }
}

/** Resolves once the microtask queue is empty: an immediate runs only after every microtask has. */
function settled(): Promise<void> {
  return new Promise((resolve) => setImmediate(resolve));
}
