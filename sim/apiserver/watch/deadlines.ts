import { source, type Clock } from "../../clock/clock.ts";

/** How to take back a planned call. */
export type Cancel = () => void;

/**
 * Calls planned to the whole second, so that thousands of watches with deadlines minutes away cost the clock
 * one timer a second, and a watch that ends early leaves nothing behind.
 */
export class Deadlines {
  readonly #clock: Clock;
  readonly #due = new Map<number, Set<() => void>>();

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  /** Calls `run` in `delaySeconds`, or up to a second later. */
  after(delaySeconds: number, run: () => void): Cancel {
    const second = Math.ceil(this.#clock.now() + delaySeconds);
    const due = this.#due.get(second) ?? this.#plan(second);
    const entry = () => run();
    due.add(entry);
    return () => due.delete(entry);
  }

  #plan(second: number): Set<() => void> {
    const due = new Set<() => void>();
    this.#due.set(second, due);
    this.#clock.at(second, source.apiserver, () => {
      this.#due.delete(second);
      for (const run of due) run();
    });
    return due;
  }
}
