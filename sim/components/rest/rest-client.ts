import type { RestMetrics } from "../../metrics/component-metrics.ts";
import type { KubeVirtVersion } from "../../model/components.ts";
import type { HttpRequest } from "../../wire/exchange.ts";
import { TransportError, type Response, type Transport } from "../../wire/transport.ts";
import type { Lifetime } from "../lifetime.ts";
import { classifyRequest } from "./request-class.ts";
import { isRepeated, maxRetries, retryAfterSeconds } from "./retry.ts";
import { StatusError } from "./status-error.ts";
import { TokenBucket, type RateLimit } from "./token-bucket.ts";
import { templateLabels, type TemplateLabels } from "./url-template.ts";

interface RestClientOptions {
  readonly lifetime: Lifetime;
  readonly transport: Transport;
  readonly token: string;
  /** `host:port` of the apiserver as metrics show it. */
  readonly host: string;
  readonly userAgent: string;
  readonly rateLimit: RateLimit;
  readonly version: KubeVirtVersion;
  readonly metrics: RestMetrics;
}

interface RestRequest {
  readonly method: "GET" | "POST" | "PUT" | "PATCH" | "DELETE";
  /** With its query. */
  readonly path: string;
  /** Sent as JSON. */
  readonly body?: object;
  /** Media type of the body; `application/json` unless it is a patch. */
  readonly contentType?: string;
}

/**
 * A component's client of the apiserver, as client-go is one: rate limited, repeating by itself what is
 * safe to repeat, every single attempt counted by what came back.
 */
export class RestClient {
  readonly #options: RestClientOptions;
  readonly #bucket: TokenBucket;

  constructor(options: RestClientOptions) {
    this.#options = options;
    this.#bucket = new TokenBucket(options.lifetime.clock, options.rateLimit);
  }

  /** The parsed answer. Throws StatusError for an answer that is not 2xx, TransportError when none came. */
  async request<T>(request: RestRequest): Promise<T> {
    const { lifetime, metrics } = this.#options;
    const labels = this.#templateLabels(request.method, request.path);
    const started = lifetime.clock.now();
    let response: Response;
    try {
      await this.#throttle(labels);
      response = await this.#send(this.#httpRequest(request), labels);
    } finally {
      metrics.latency({ ...labels, seconds: lifetime.clock.now() - started });
    }
    if (response.status < 200 || response.status > 299) {
      throw StatusError.fromBody(response.status, response.body);
    }
    return parseAnswer(response) as T;
  }

  /**
   * Watches: calls `data` with each piece of the body until it returns false, and resolves when the stream
   * has ended, with what broke it off if it did not end by itself. Throws as `request` does when the watch
   * is not granted.
   * Watches pass the rate limiter only when they are repeated, and have no latency.
   */
  async watch(path: string, lifetime: Lifetime, data: DataListener): Promise<WatchEnd> {
    const request = this.#httpRequest({ method: "GET", path });
    const labels = this.#templateLabels("GET", path);
    for (let retries = 0; ; retries++) {
      const end = await lifetime.outlast(this.#openStream(request, lifetime, data));
      if (end.granted) return { brokenBy: end.error };
      const outcome = end.error === undefined ? end.response : end.error;
      const wait = retries < maxRetries ? retryAfterSeconds(outcome, "watch") : undefined;
      if (wait === undefined) {
        if (!(outcome instanceof TransportError)) throw StatusError.fromBody(outcome.status, outcome.body);
        // client-go gives its caller an empty watch, as if the stream had come and ended.
        if (isRepeated(outcome, "watch")) return { brokenBy: undefined };
        throw outcome;
      }
      await lifetime.sleep(wait);
      await this.#throttle(labels);
    }
  }

  async #send(request: HttpRequest, labels: TemplateLabels): Promise<Response> {
    const { lifetime } = this.#options;
    const kind = request.method === "GET" ? "read" : "write";
    for (let retries = 0; ; retries++) {
      const outcome = await lifetime.outlast(this.#attempt(request));
      const wait = retries < maxRetries ? retryAfterSeconds(outcome, kind) : undefined;
      if (wait === undefined) {
        if (outcome instanceof TransportError) throw outcome;
        return outcome;
      }
      await lifetime.sleep(wait);
      await this.#throttle(labels);
    }
  }

  async #attempt(request: HttpRequest): Promise<Response | TransportError> {
    try {
      const response = await this.#options.transport.request(request);
      this.#count(request, String(response.status));
      return response;
    } catch (error) {
      if (!(error instanceof TransportError)) throw error;
      this.#count(request, error.status === undefined ? "<error>" : String(error.status));
      // An answer that broke off was an answer: client-go does not ask again.
      if (error.status !== undefined) throw error;
      return error;
    }
  }

  /** One attempt at a watch, to its end. */
  #openStream(request: HttpRequest, lifetime: Lifetime, data: DataListener): Promise<StreamEnd> {
    return new Promise((resolve) => {
      let response: Response | undefined;
      let ended = false;
      const finish = (end: StreamEnd) => {
        ended = true;
        stopListening();
        resolve(end);
      };
      const giveUp = this.#options.transport.stream(request, {
        headers: (status, headers) => {
          this.#count(request, String(status));
          response = { status, headers, body: "" };
        },
        data: (chunk) => {
          if (ended || response === undefined) return;
          if (response.status !== 200) response = { ...response, body: response.body + chunk };
          else if (!data(chunk)) {
            giveUp();
            finish({ granted: true, error: undefined });
          }
        },
        end: (error) => {
          if (ended) return;
          if (response === undefined) this.#count(request, "<error>");
          finish(streamEnd(response, error));
        },
      });
      const stopListening = lifetime.onEnd(giveUp);
    });
  }

  async #throttle(labels: TemplateLabels): Promise<void> {
    const waitSeconds = this.#bucket.take();
    if (waitSeconds > 0) await this.#options.lifetime.sleep(waitSeconds);
    this.#options.metrics.rateLimited({ ...labels, seconds: waitSeconds });
  }

  #count({ method, path }: HttpRequest, code: string): void {
    const { metrics, host } = this.#options;
    metrics.request({ code, host, method, ...classifyRequest(method, path) });
  }

  /** Before KubeVirt v1.4 the histograms had the HTTP method for a verb. */
  #templateLabels(method: string, path: string): TemplateLabels {
    const labels = templateLabels(this.#options.host, method, path);
    return this.#options.version === "legacy" ? { ...labels, verb: method } : labels;
  }

  #httpRequest({ method, path, body, contentType }: RestRequest): HttpRequest {
    const { token, userAgent } = this.#options;
    const headers = { accept: "application/json", authorization: `Bearer ${token}`, "user-agent": userAgent };
    if (body === undefined) return { method, path, headers };
    return {
      method,
      path,
      headers: { ...headers, "content-type": contentType ?? "application/json" },
      body: new TextEncoder().encode(JSON.stringify(body)),
    };
  }
}

/** An answer that cannot be read is a failure like any other, whatever its status says. */
function parseAnswer({ status, body }: Response): unknown {
  try {
    return JSON.parse(body);
  } catch {
    throw new StatusError(status, "", `the answer is no JSON: ${body.slice(0, 200)}`);
  }
}

/** Hears the body of a watch, piece by piece. Returns whether it wants more. */
type DataListener = (chunk: string) => boolean;

/** How a watch ended: by itself, or broken off. */
interface WatchEnd {
  readonly brokenBy: TransportError | undefined;
}

type StreamEnd =
  | { readonly granted: true; readonly error: TransportError | undefined }
  | { readonly granted: false; readonly error: TransportError }
  | { readonly granted: false; readonly error: undefined; readonly response: Response };

function streamEnd(response: Response | undefined, error: TransportError | undefined): StreamEnd {
  if (response?.status === 200) return { granted: true, error };
  if (response !== undefined) return { granted: false, error: undefined, response };
  const missing = error ?? new TransportError("other", "the transport ended a watch without an answer");
  return { granted: false, error: missing };
}
