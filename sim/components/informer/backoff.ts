import type { Clock } from "../../clock/clock.ts";

const firstSeconds = 0.8;
const mostSeconds = 30;
const resetAfterSeconds = 120;

/**
 * How long a reflector waits after a failure: 0.8 s, doubled up to 30 s, each with up to as much again by
 * chance; from the beginning again once 2 minutes passed without one.
 *
 * Source: client-go tools/cache/reflector.go, wait.NewExponentialBackoffManager(800ms, 30s, 2m, 2.0, 1.0)
 */
export class ReflectorBackoff {
  readonly #clock: Clock;
  readonly #draw: () => number;
  #seconds = firstSeconds;
  #lastStart = -Infinity;

  /** @param draw uniform draws from [0, 1) */
  constructor(clock: Clock, draw: () => number) {
    this.#clock = clock;
    this.#draw = draw;
  }

  /** The next wait, in seconds, which begins now. */
  next(): number {
    const now = this.#clock.now();
    if (now - this.#lastStart > resetAfterSeconds) this.#seconds = firstSeconds;
    this.#lastStart = now;
    const seconds = this.#seconds;
    this.#seconds = Math.min(2 * seconds, mostSeconds);
    return seconds * (1 + this.#draw());
  }
}
