import type { ReadinessProbe } from "../store/bootstrap/probes.ts";
import type { HttpReply } from "../wire/exchange.ts";
import type { Lifetime } from "./lifetime.ts";
import type { RestClient } from "./rest/rest-client.ts";
import { isRequestError } from "./rest/status-error.ts";

type ProbeTiming = Pick<ReadinessProbe, "initialDelaySeconds" | "periodSeconds" | "timeoutSeconds">;

/**
 * Whether a component reaches the apiserver, as `GET /healthz` tells it: by `GET /version`, whose answer
 * is remembered until one of its informers fails. A watch that is merely refused is no failure to client-go,
 * which goes on trying: while connections are refused the last answer stands, and the pod stays ready.
 *
 * Source: kubevirt pkg/healthz
 */
export class ApiserverHealth {
  readonly #client: RestClient;
  #version: object | undefined;

  constructor(client: RestClient) {
    this.#client = client;
  }

  /** Forgets that the apiserver was there: the next check asks again. */
  forget(): void {
    this.#version = undefined;
  }

  /** Plays kubelet's probe of `GET /healthz` until the lifetime ends; `probed` is told what each one found. */
  async runProbes(
    lifetime: Lifetime,
    { initialDelaySeconds, periodSeconds, timeoutSeconds }: ProbeTiming,
    probed: (problem: string | undefined) => void = () => undefined,
  ): Promise<never> {
    await lifetime.sleep(initialDelaySeconds);
    for (;;) {
      const next = lifetime.sleep(periodSeconds);
      const timeout = lifetime.sleep(timeoutSeconds).then(() => undefined);
      probed(problemOf(await Promise.race([this.check(), timeout])));
      await next;
    }
  }

  /** The answer to `GET /healthz`. */
  async check(): Promise<HttpReply> {
    try {
      this.#version ??= await this.#client.request<object>({ method: "GET", path: "/version" });
      return json(200, { apiserver: { connectivity: "ok", version: this.#version } });
    } catch (error) {
      if (!isRequestError(error)) throw error;
      return json(500, { apiserver: { connectivity: "failed", error: error.message } });
    }
  }
}

/** In kubelet's words; no reply is one that did not come in time. */
function problemOf(reply: HttpReply | undefined): string | undefined {
  if (reply === undefined)
    return "context deadline exceeded (Client.Timeout exceeded while awaiting headers)";
  return reply.status < 400 ? undefined : `HTTP probe failed with statuscode: ${reply.status}`;
}

function json(status: number, body: object): HttpReply {
  return { status, headers: { "content-type": "application/json" }, body: JSON.stringify(body) };
}
