/** How far back the rate looks: longer than common scrape intervals, so that it does not jump to 0 in between. */
const windowSeconds = 60;

/** Scrapes per second over the last minute, from a count that only grows. */
export class ScrapeRate {
  readonly #samples: { readonly t: number; readonly count: number }[] = [];

  /** Takes the count at `t`, and returns the rate. */
  at(t: number, count: number): number {
    this.#samples.push({ t, count });
    while ((this.#samples[1]?.t ?? Infinity) <= t - windowSeconds) this.#samples.shift();
    const [first] = this.#samples;
    return first === undefined || first.t === t ? 0 : (count - first.count) / (t - first.t);
  }
}
