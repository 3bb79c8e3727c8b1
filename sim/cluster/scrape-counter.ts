import type { ProcessStats } from "../wire/channel.ts";
import type { HttpReply, HttpRequest } from "../wire/exchange.ts";

/** Counts what the components of a process serve at /metrics, for the status line. */
export class ScrapeCounter {
  readonly #told: (stats: ProcessStats) => void;
  #scrapes = 0;
  #scrapedBytes = 0;
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

  /** Tells the figures if they have changed since it last did. */
  tell(): void {
    if (this.#scrapes === this.#toldScrapes) return;
    this.#toldScrapes = this.#scrapes;
    this.#told({ scrapes: this.#scrapes, scrapedBytes: this.#scrapedBytes });
  }
}
