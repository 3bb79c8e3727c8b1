import type { HttpReply } from "../wire/exchange.ts";
import type { Lifetime } from "./lifetime.ts";
import type { RestClient } from "./rest/rest-client.ts";
import { isRequestError } from "./rest/status-error.ts";

/** kubelet's readiness probe of KubeVirt's pods: the first after 15 s, then every 20 s. */
const probes = { firstSeconds: 15, everySeconds: 20 };

/**
 * Whether a component reaches the apiserver, as `GET /healthz` tells it: by `GET /version`, whose answer
 * is remembered until one of its informers fails.
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

  /** Checks as often as kubelet probes a pod, until the lifetime ends. */
  async runProbes(lifetime: Lifetime): Promise<never> {
    await lifetime.sleep(probes.firstSeconds);
    for (;;) {
      await this.check();
      await lifetime.sleep(probes.everySeconds);
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

function json(status: number, body: object): HttpReply {
  return { status, headers: { "content-type": "application/json" }, body: JSON.stringify(body) };
}
