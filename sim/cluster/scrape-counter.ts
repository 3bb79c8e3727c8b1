import type { ProcessStats } from "../wire/channel.ts";
import type { HttpReply, HttpRequest } from "../wire/exchange.ts";
import { noStats, renderBuckets } from "./process-stats.ts";

/** Counts what the components of a process serve at /metrics, and how long rendering that takes. */
export class ScrapeCounter {
  readonly #told: (stats: ProcessStats) => void;
  #scrapes = 0;
  #scrapedBytes = 0;
  #renderSeconds = 0;
  readonly #renders = [...noStats.renders.counts];
  #toldScrapes = 0;

  constructor(told: (stats: ProcessStats) => void) {
    this.#told = told;
  }

  /** A request was answered. */
  note({ path }: HttpRequest, { status, body }: HttpReply): void {
    if (!path.startsWith("/metrics") || status !== 200) return;
    this.#scrapes += 1;
    if (body instanceof Uint8Array) this.#scrapedBytes += body.byteLength;
  }

  /** Renders a page, and takes its time. */
  readonly timeRender = <Page>(render: () => Page): Page => {
    const begun = performance.now();
    const page = render();
    this.noteRender((performance.now() - begun) / 1000);
    return page;
  };

  noteRender(seconds: number): void {
    this.#renderSeconds += seconds;
    const found = renderBuckets.findIndex((bound) => seconds <= bound);
    const bucket = found < 0 ? renderBuckets.length : found;
    this.#renders[bucket] = (this.#renders[bucket] ?? 0) + 1;
  }

  /** Tells the figures if they have changed since it last did. */
  tell(): void {
    if (this.#scrapes === this.#toldScrapes) return;
    this.#toldScrapes = this.#scrapes;
    this.#told({
      scrapes: this.#scrapes,
      scrapedBytes: this.#scrapedBytes,
      renders: { counts: [...this.#renders], seconds: this.#renderSeconds },
    });
  }
}
