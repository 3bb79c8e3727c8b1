import { Page } from "../metrics/page.ts";
import { buildConfigurationMetrics } from "../metrics/virt-operator/configuration.ts";
import { kubeVirtNamespace } from "../store/bootstrap/service-accounts.ts";
import { kubeVirtKind } from "../store/objects/kubevirt.ts";
import type { HttpReply, HttpRequest } from "../wire/exchange.ts";
import type { Component, KubeVirtComponentOptions } from "./component.ts";
import { ComponentProcess } from "./component-process.ts";
import { InformerSet } from "./informer/informer-set.ts";
import type { WatchedResource } from "./informer/watched-resource.ts";
import { takePartInElection } from "./leadership.ts";
import { MetricsEndpoint } from "./scrape/metrics-endpoint.ts";
import { answerFrom, type Routes } from "./scrape/routes.ts";
import { configuration, inRelease, watchedByVirtOperator } from "./watched-resources.ts";
import type { WorkQueue } from "./work-queue.ts";

const workers = 3;
/** The one object it installs KubeVirt for: whatever changes, this is what it looks at. */
const kubeVirtKey = `${kubeVirtNamespace}/kubevirt`;

/** Installs KubeVirt and keeps it installed; one replica leads, the other has its caches ready. */
export class VirtOperator implements Component {
  readonly #process: ComponentProcess;
  readonly #watched: readonly WatchedResource[];
  readonly #informers = new InformerSet();
  readonly #queue: WorkQueue;
  readonly #configurationMetrics: ReturnType<typeof buildConfigurationMetrics>;
  readonly #routes: Routes;

  constructor(options: KubeVirtComponentOptions) {
    const { version } = options;
    const process = new ComponentProcess(options);
    this.#process = process;
    this.#queue = process.queue("virt-operator", workers, () => Promise.resolve());
    this.#watched = inRelease(version, [...configuration, ...watchedByVirtOperator]);
    for (const resource of this.#watched) {
      this.#informers.add(resource, process.informer(resource, { keep: true }));
    }
    this.#configurationMetrics = buildConfigurationMetrics(version);
    const page = new Page([...process.metrics.families, ...this.#configurationMetrics.families]);
    const { scrapes } = process.metrics;
    const endpoint = new MetricsEndpoint({ ...options, scrapes, collect: () => Promise.resolve(page) });
    this.#routes = { "GET /metrics": (request) => endpoint.answer(request) };
  }

  async start(): Promise<void> {
    const { metrics } = this.#process;
    this.#informers.start(this.#watched);
    await this.#informers.synced(this.#watched);
    metrics.ready.set(1);
    void takePartInElection(this.#process, {
      started: () => this.#lead(),
      stopped: () => metrics.leading?.set(0),
    });
  }

  #lead(): void {
    this.#process.metrics.leading?.set(1);
    this.#queue.add(kubeVirtKey);
    for (const { kind } of this.#watched) {
      this.#informers.of(kind).listenToAll(() => this.#queue.add(kubeVirtKey));
    }
    this.#readConfiguration();
    this.#informers.of(kubeVirtKind).listenToAll(() => this.#readConfiguration());
  }

  #readConfiguration(): void {
    const [kubeVirt] = this.#informers.of(kubeVirtKind).list();
    const developer = kubeVirt?.spec.configuration?.["developerConfiguration"];
    const { useEmulation = false } = (developer ?? {}) as { readonly useEmulation?: boolean };
    this.#configurationMetrics.setEmulation(useEmulation);
  }

  handle(request: HttpRequest): Promise<HttpReply> {
    return answerFrom(this.#routes, request);
  }

  hear(): void {
    // What hypervisors run does not concern it.
  }

  /** It does not give its lease back: the standby waits until that has run out. */
  stop(): Promise<void> {
    this.#process.end();
    return Promise.resolve();
  }

  kill(): void {
    this.#process.end();
  }
}
