import { changed, type Answer } from "../apiserver/answer.ts";
import type { Apiserver } from "../apiserver/apiserver.ts";
import type { ApiserverStats } from "../wire/channel.ts";
import type { HttpRequest, Via } from "../wire/exchange.ts";

const tellMillis = 1000;

type Happened = Pick<ApiserverStats, "timelineEvents" | "storeEvents">;

/** Counts what an apiserver answers, and what that costs its process. */
export class ApiserverLoad {
  readonly #apiserver: Pick<Apiserver, "serve" | "watches">;
  readonly #happened: () => Happened;
  readonly #requests = new Map<string, number>();

  /** @param happened what has happened in the cluster so far */
  constructor(apiserver: Pick<Apiserver, "serve" | "watches">, happened: () => Happened) {
    this.#apiserver = apiserver;
    this.#happened = happened;
  }

  serve(request: HttpRequest, via: Via): Answer {
    return changed(this.#apiserver.serve(request, via), (reply) => {
      const code = String(reply.status);
      this.#requests.set(code, (this.#requests.get(code) ?? 0) + 1);
      return reply;
    });
  }

  /** Tells the figures now and once a second, for as long as the process lives. */
  startTelling(tell: (stats: ApiserverStats) => void): void {
    let due = performance.now();
    const tellNow = () => {
      const now = performance.now();
      tell({
        ...this.#happened(),
        requests: this.#requests,
        watches: this.#apiserver.watches,
        residentMemoryBytes: process.memoryUsage.rss(),
        eventLoopLagSeconds: Math.max(0, now - due) / 1000,
      });
      due = now + tellMillis;
    };
    tellNow();
    setInterval(tellNow, tellMillis);
  }
}
