import { stateMetricsVersion } from "../model/kube-state-metrics.ts";
import { random } from "../model/random.ts";
import { StatePage } from "../metrics/kube-state-metrics/state-page.ts";
import type { HttpReply, HttpRequest } from "../wire/exchange.ts";
import type { Component, ComponentOptions } from "./component.ts";
import { RbacProxy } from "./kube-state-metrics/rbac-proxy.ts";
import { answerWithState } from "./kube-state-metrics/state-endpoint.ts";
import { followAllResources, type FollowedResource } from "./kube-state-metrics/followed-resource.ts";
import { Lifetime } from "./lifetime.ts";
import { RestClient } from "./rest/rest-client.ts";
import { answerFrom, type Routes } from "./scrape/routes.ts";
import type { RateLimit } from "./rest/token-bucket.ts";

/** client-go's own, which neither program changes. */
const rateLimit: RateLimit = { qps: 5, burst: 10 };

/** It says nothing of its requests where it is scraped. */
const unreported = { request: () => undefined, latency: () => undefined, rateLimited: () => undefined };

/**
 * kube-state-metrics behind a kube-rbac-proxy: what it saw of the cluster's objects, for whoever may read it.
 * While it is cut off from the apiserver it shows what it last saw.
 */
export class KubeStateMetrics implements Component {
  readonly #options: ComponentOptions;
  readonly #lifetime: Lifetime;
  readonly #followed: readonly FollowedResource[];
  readonly #proxy: RbacProxy;
  readonly #routes: Routes;

  constructor(options: ComponentOptions) {
    const { clock, seed, container } = options;
    this.#options = options;
    this.#lifetime = new Lifetime(clock);
    this.#proxy = new RbacProxy(this.#client("kube-rbac-proxy"), clock);
    this.#followed = followAllResources({
      client: this.#client(`kube-state-metrics/${stateMetricsVersion}`),
      lifetime: this.#lifetime,
      drawOf: (plural) => random(seed, container.podUid, container.restartCount, "reflector", plural),
      failed: (plural, error) => options.log("warn", `failed to list or watch ${plural}: ${error.message}`),
    });
    const page = new StatePage(this.#followed);
    this.#routes = { "GET /metrics": (request) => Promise.resolve(answerWithState(request, page)) };
  }

  async start(): Promise<void> {
    await Promise.all(this.#followed.map(({ start }) => start()));
  }

  async handle(request: HttpRequest): Promise<HttpReply> {
    return (await this.#proxy.refusal(request)) ?? answerFrom(this.#routes, request);
  }

  hear(): void {
    // What hypervisors run does not concern it.
  }

  stop(): Promise<void> {
    this.#end();
    return Promise.resolve();
  }

  kill(): void {
    this.#end();
  }

  #end(): void {
    this.#lifetime.end();
    this.#options.transport.close();
  }

  #client(userAgent: string): RestClient {
    const { transport, token, apiserverHost, version } = this.#options;
    return new RestClient({
      lifetime: this.#lifetime,
      transport,
      token,
      host: apiserverHost,
      userAgent: `${userAgent} (linux/amd64)`,
      rateLimit,
      version,
      metrics: unreported,
    });
  }
}
