import type { Clock } from "../../clock/clock.ts";

/** How often a client may call: `qps` on average, `burst` at once. */
export interface RateLimit {
  readonly qps: number;
  readonly burst: number;
}

/**
 * client-go's client-side rate limiter: a bucket of `burst` tokens, refilled at `qps` a second. Callers
 * that find it empty queue up; each is told how long it has to wait.
 */
export class TokenBucket {
  readonly #clock: Clock;
  readonly #limit: RateLimit;
  #tokens: number;
  #countedAt: number;

  constructor(clock: Clock, limit: RateLimit) {
    this.#clock = clock;
    this.#limit = limit;
    this.#tokens = limit.burst;
    this.#countedAt = clock.now();
  }

  /** Takes a token; returns how long it takes until it is there, in seconds. */
  take(): number {
    const now = this.#clock.now();
    const refilled = Math.max(0, now - this.#countedAt) * this.#limit.qps;
    this.#tokens = Math.min(this.#limit.burst, this.#tokens + refilled) - 1;
    this.#countedAt = now;
    return this.#tokens >= 0 ? 0 : -this.#tokens / this.#limit.qps;
  }
}
