import type { Clock } from "../../clock/clock.ts";

/** Answers that hold for a while. What fails is asked again the next time. */
export class TimedCache<T> {
  readonly #clock: Clock;
  readonly #keepSeconds: (value: T) => number;
  readonly #entries = new Map<string, { readonly value: T; readonly until: number }>();

  constructor(clock: Clock, keepSeconds: (value: T) => number) {
    this.#clock = clock;
    this.#keepSeconds = keepSeconds;
  }

  async get(key: string, ask: () => Promise<T>): Promise<T> {
    const known = this.#entries.get(key);
    if (known !== undefined && this.#clock.now() < known.until) return known.value;
    const value = await ask();
    this.#forgetOld();
    this.#entries.set(key, { value, until: this.#clock.now() + this.#keepSeconds(value) });
    return value;
  }

  #forgetOld(): void {
    for (const [key, { until }] of this.#entries) if (until <= this.#clock.now()) this.#entries.delete(key);
  }
}
