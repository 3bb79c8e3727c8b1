import { Page } from "../metrics/page.ts";
import { ApiMetrics } from "../metrics/virt-api/api-metrics.ts";
import type { HttpReply, HttpRequest } from "../wire/exchange.ts";
import type { Component, KubeVirtComponentOptions } from "./component.ts";
import { ComponentProcess } from "./component-process.ts";
import { reviewMachine } from "./admission-review.ts";
import { ApiserverHealth } from "./health.ts";
import type { Informer } from "./informer/informer.ts";
import { MetricsEndpoint } from "./scrape/metrics-endpoint.ts";
import { answerFrom, type Routes } from "./scrape/routes.ts";
import { definitions, inRelease, kubeVirts, watchedByVirtApi } from "./watched-resources.ts";

/** The aggregated API server of KubeVirt's subresources and its admission webhooks. */
export class VirtApi implements Component {
  readonly #process: ComponentProcess;
  readonly #informers: readonly Informer[];
  readonly #health: ApiserverHealth;
  readonly #routes: Routes;

  constructor(options: KubeVirtComponentOptions) {
    const process = new ComponentProcess(options);
    const health = new ApiserverHealth(process.client);
    const requests = new ApiMetrics(options.version);
    const page = new Page([...process.metrics.families, ...requests.families]);
    const endpoint = new MetricsEndpoint({
      ...options,
      scrapes: process.metrics.scrapes,
      collect: () => Promise.resolve(page),
    });
    this.#process = process;
    this.#health = health;
    this.#informers = inRelease(options.version, [kubeVirts, definitions, ...watchedByVirtApi]).map(
      (resource) =>
        process.informer(resource, {
          keep: false,
          failed: () => {
            if (resource === kubeVirts) health.forget();
          },
        }),
    );
    this.#routes = {
      "GET /metrics": (request) => endpoint.answer(request),
      "GET /healthz": () => health.check(),
      "GET /apis/subresources.kubevirt.io/v1/healthz": () => health.check(),
      "POST /virtualmachines-validate": (request) => Promise.resolve(reviewMachine(request, requests)),
    };
  }

  async start(): Promise<void> {
    for (const informer of this.#informers) informer.start();
    void this.#health.runProbes(
      this.#process.work,
      this.#process.readinessProbe,
      this.#process.options.probed,
    );
    await Promise.all(this.#informers.map(({ synced }) => synced));
    this.#process.metrics.ready.set(1);
  }

  handle(request: HttpRequest): Promise<HttpReply> {
    return answerFrom(this.#routes, request);
  }

  hear(): void {
    // What hypervisors run does not concern it.
  }

  stop(): Promise<void> {
    this.#process.metrics.ready.set(0);
    this.#process.end();
    return Promise.resolve();
  }

  kill(): void {
    this.#process.end();
  }
}
