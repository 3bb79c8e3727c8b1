import type { Component } from "../components/component.ts";
import type { ProcessStats } from "../wire/channel.ts";
import type { HttpReply, HttpRequest } from "../wire/exchange.ts";

/** Counts what a component serves at /metrics, for the status line. */
export class ScrapeCounter {
  readonly #component: Pick<Component, "handle">;
  readonly #told: (stats: ProcessStats) => void;
  #scrapes = 0;
  #scrapedBytes = 0;
  #toldScrapes = 0;

  constructor(component: Pick<Component, "handle">, told: (stats: ProcessStats) => void) {
    this.#component = component;
    this.#told = told;
  }

  async handle(request: HttpRequest): Promise<HttpReply> {
    const reply = await this.#component.handle(request);
    if (request.path.startsWith("/metrics") && reply.status === 200) {
      this.#scrapes += 1;
      if (reply.body instanceof Uint8Array) this.#scrapedBytes += reply.body.byteLength;
    }
    return reply;
  }

  /** Tells the figures if they have changed since it last did. */
  tell(): void {
    if (this.#scrapes === this.#toldScrapes) return;
    this.#toldScrapes = this.#scrapes;
    this.#told({ scrapes: this.#scrapes, scrapedBytes: this.#scrapedBytes });
  }
}
