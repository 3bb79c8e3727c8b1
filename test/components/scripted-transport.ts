import { source, type Clock } from "../../sim/clock/clock.ts";
import type { RestMetrics } from "../../sim/metrics/component-metrics.ts";
import { Lifetime } from "../../sim/components/lifetime.ts";
import { RestClient } from "../../sim/components/rest/rest-client.ts";
import type { RateLimit } from "../../sim/components/rest/token-bucket.ts";
import type { HttpRequest } from "../../sim/wire/exchange.ts";
import {
  TransportError,
  type Response,
  type ResponseSink,
  type Transport,
  type TransportErrorCode,
} from "../../sim/wire/transport.ts";

interface ScriptedAnswer {
  readonly status: number;
  readonly headers?: Record<string, string>;
  /** Sent as JSON, unless there is a `text`. */
  readonly body?: unknown;
  readonly text?: string;
}

/** What an apiserver, or the way to it, does with a request. */
export type Script =
  | ScriptedAnswer
  | { readonly error: TransportErrorCode; readonly message?: string; readonly status?: number }
  | "watch"
  | "silence";

/** A watch that was granted: the test plays the server's end of it. */
export interface OpenWatch {
  readonly path: string;
  readonly givenUp: boolean;
  send(chunk: string): void;
  event(type: string, object: object): void;
  end(error?: TransportErrorCode): void;
}

/** How long an answer takes, in seconds. */
const answerSeconds = 0.01;

/** A transport that does as a script says, on a manual clock. */
export class ScriptedTransport implements Transport {
  readonly requests: (HttpRequest & { readonly t: number })[] = [];
  readonly watches: OpenWatch[] = [];
  readonly #clock: Clock;
  script: (request: HttpRequest) => Script;

  constructor(clock: Clock, script: (request: HttpRequest) => Script) {
    this.#clock = clock;
    this.script = script;
  }

  /** When requests were made whose path contains `part`. */
  timesOf(part: string): number[] {
    return this.requests.filter(({ path }) => path.includes(part)).map(({ t }) => t);
  }

  request(request: HttpRequest): Promise<Response> {
    const script = this.#take(request);
    return new Promise((resolve, reject) => {
      if (script === "silence" || script === "watch") return;
      this.#later(() => {
        if ("error" in script) reject(errorOf(script));
        else
          resolve({
            status: script.status,
            headers: script.headers ?? {},
            body: bodyOf(script),
          });
      });
    });
  }

  stream(request: HttpRequest, sink: ResponseSink): () => void {
    const script = this.#take(request);
    if (script === "silence") return () => undefined;
    if (script === "watch") return this.#grant(request, sink);
    this.#later(() => {
      if ("error" in script) return sink.end(errorOf(script));
      sink.headers(script.status, script.headers ?? {});
      sink.data(bodyOf(script));
      sink.end();
    });
    return () => undefined;
  }

  close(): void {
    this.script = () => ({ error: "closed" });
  }

  #grant(request: HttpRequest, sink: ResponseSink): () => void {
    let over = false;
    const ifOpen = (run: () => void) => {
      if (!over) run();
    };
    const watch = {
      path: request.path,
      givenUp: false,
      send: (chunk: string) => ifOpen(() => sink.data(chunk)),
      event: (type: string, object: object) =>
        ifOpen(() => sink.data(`${JSON.stringify({ type, object })}\n`)),
      end: (error?: TransportErrorCode) =>
        ifOpen(() => {
          over = true;
          sink.end(error === undefined ? undefined : new TransportError(error, error));
        }),
    };
    this.#later(() => ifOpen(() => sink.headers(200, {})));
    this.watches.push(watch);
    return () => {
      over = true;
      watch.givenUp = true;
    };
  }

  #take(request: HttpRequest): Script {
    this.requests.push({ ...request, t: this.#clock.now() });
    return this.script(request);
  }

  #later(run: () => void): void {
    this.#clock.at(this.#clock.now() + answerSeconds, source.wire, run);
  }
}

function bodyOf({ text, body }: ScriptedAnswer): string {
  return text ?? JSON.stringify(body === undefined ? {} : body);
}

function errorOf({ error, message = error, status }: Extract<Script, { readonly error: unknown }>) {
  return new TransportError(error, message, status);
}

/** RestMetrics that remember what they were told. */
export class RecordedRestMetrics implements RestMetrics {
  readonly requests: Parameters<RestMetrics["request"]>[0][] = [];
  readonly latencies: Parameters<RestMetrics["latency"]>[0][] = [];
  readonly waits: Parameters<RestMetrics["rateLimited"]>[0][] = [];

  request(request: Parameters<RestMetrics["request"]>[0]): void {
    this.requests.push(request);
  }

  latency(latency: Parameters<RestMetrics["latency"]>[0]): void {
    this.latencies.push(latency);
  }

  rateLimited(wait: Parameters<RestMetrics["rateLimited"]>[0]): void {
    this.waits.push(wait);
  }

  /** How often each code was counted. */
  codes(): Record<string, number> {
    const counts: Record<string, number> = {};
    for (const { code } of this.requests) counts[code] = (counts[code] ?? 0) + 1;
    return counts;
  }
}

/** A client on a scripted transport, with what it counted. */
export function scriptedClient(
  clock: Clock,
  script: (request: HttpRequest) => Script,
  options: { rateLimit?: RateLimit; version?: "legacy" | "v1.9" } = {},
) {
  const transport = new ScriptedTransport(clock, script);
  const metrics = new RecordedRestMetrics();
  const lifetime = new Lifetime(clock);
  const client = new RestClient({
    lifetime,
    transport,
    token: "secret",
    host: "10.96.0.1:443",
    userAgent: "test",
    rateLimit: options.rateLimit ?? { qps: 50, burst: 100 },
    version: options.version ?? "v1.9",
    metrics,
  });
  return { transport, metrics, lifetime, client };
}

/** The outcome of a promise that settles while the clock moves. */
export function outcomeOf<T>(promise: Promise<T>): { value?: T; error?: unknown } {
  const outcome: { value?: T; error?: unknown } = {};
  promise.then(
    (value) => (outcome.value = value),
    (error: unknown) => (outcome.error = error),
  );
  return outcome;
}
