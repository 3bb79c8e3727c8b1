import { source, type Clock } from "../../clock/clock.ts";

/**
 * Keys waiting to be reconciled. A key that is added again before its turn is worked on once, at the
 * earlier time, so a burst of changes costs one reconciliation.
 */
export class WorkQueue {
  readonly #clock: Clock;
  readonly #reconcile: (key: string) => void;
  readonly #due = new Map<string, number>();

  constructor(clock: Clock, reconcile: (key: string) => void) {
    this.#clock = clock;
    this.#reconcile = reconcile;
  }

  add(key: string, delaySeconds = 0): void {
    const t = this.#clock.now() + delaySeconds;
    const due = this.#due.get(key);
    if (due !== undefined && due <= t) return;
    this.#due.set(key, t);
    this.#clock.at(t, source.controller, () => {
      if (this.#due.get(key) !== t) return;
      this.#due.delete(key);
      this.#reconcile(key);
    });
  }
}
