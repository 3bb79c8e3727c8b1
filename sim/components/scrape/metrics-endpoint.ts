import { gzip } from "node:zlib";
import { promisify } from "node:util";
import type { Clock } from "../../clock/clock.ts";
import type { ScrapeMetrics } from "../../metrics/component-metrics.ts";
import type { Page } from "../../metrics/page.ts";
import type { KubeVirtVersion } from "../../model/components.ts";
import type { HttpReply, HttpRequest } from "../../wire/exchange.ts";
import type { ComponentOptions } from "../component.ts";
import { negotiateEncoding, textContentType } from "./negotiation.ts";

const compress = promisify(gzip);
/** The fastest level: a page shrinks to a twentieth anyway, and compressing dominates what a scrape costs. */
const compressionLevel = 1;

interface MetricsEndpointOptions {
  readonly clock: Clock;
  readonly version: KubeVirtVersion;
  readonly scrapes: ScrapeMetrics;
  /** How many scrapes may be under way at once; one more gets 503. Undefined: any number. */
  readonly maxInFlight?: number;
  readonly timeRender?: ComponentOptions["timeRender"];
  /** Gathers what the page shows; resolves to the page to print. */
  readonly collect: () => Promise<Page>;
}

/**
 * `GET /metrics`, as promhttp serves it.
 *
 * Source: client_golang prometheus/promhttp/http.go, HandlerFor and InstrumentMetricHandler
 */
export class MetricsEndpoint {
  readonly #options: MetricsEndpointOptions;
  #inFlight = 0;

  constructor(options: MetricsEndpointOptions) {
    this.#options = options;
  }

  /** The scrape is in flight until the reply's `finished` is called. */
  async answer(request: HttpRequest): Promise<HttpReply> {
    const { maxInFlight = Infinity, scrapes } = this.#options;
    scrapes.begin();
    if (this.#inFlight >= maxInFlight) return this.#tooMany(maxInFlight);
    this.#inFlight += 1;
    try {
      return await this.#print(request);
    } catch (error) {
      this.#finish(500);
      throw error;
    }
  }

  async #print(request: HttpRequest): Promise<HttpReply> {
    const { clock, version, collect, timeRender = atOnce } = this.#options;
    const gathered = await collect();
    const page = timeRender(() => gathered.render(clock.now()));
    const headers = { "content-type": textContentType(version, request.headers["accept"]) };
    if (negotiateEncoding(request.headers["accept-encoding"]) === "identity") {
      const finished = () => {
        page.release();
        this.#finish(200);
      };
      return { status: 200, headers, body: page.bytes, finished };
    }
    try {
      return {
        status: 200,
        headers: { ...headers, "content-encoding": "gzip" },
        body: await compress(page.bytes, { level: compressionLevel }),
        finished: () => this.#finish(200),
      };
    } finally {
      page.release();
    }
  }

  #tooMany(limit: number): HttpReply {
    return {
      status: 503,
      headers: { "content-type": "text/plain; charset=utf-8", "x-content-type-options": "nosniff" },
      body: `Limit of concurrent requests reached (${limit}), try again later.\n`,
      finished: () => this.#options.scrapes.end(503),
    };
  }

  #finish(code: 200 | 500): void {
    this.#inFlight -= 1;
    this.#options.scrapes.end(code);
  }
}

function atOnce<Page>(render: () => Page): Page {
  return render();
}
