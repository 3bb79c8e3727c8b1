import { Page } from "../metrics/page.ts";
import type { ObjectMetrics } from "../metrics/virt-controller/object-metrics.ts";
import { nodeKind } from "../store/objects/node.ts";
import type { HttpReply, HttpRequest } from "../wire/exchange.ts";
import type { Component, KubeVirtComponentOptions } from "./component.ts";
import { ComponentProcess } from "./component-process.ts";
import { ControllerQueues } from "./controller-queues.ts";
import { ApiserverHealth } from "./health.ts";
import { InformerSet } from "./informer/informer-set.ts";
import type { WatchedResource } from "./informer/watched-resource.ts";
import { takePartInElection } from "./leadership.ts";
import { NodeController } from "./node-controller.ts";
import { collectObjects } from "./object-collector.ts";
import { MetricsEndpoint } from "./scrape/metrics-endpoint.ts";
import { answerFrom, type Routes } from "./scrape/routes.ts";
import {
  awaitedByLeader,
  configuration,
  inRelease,
  kubeVirts,
  watchedByVirtController,
} from "./watched-resources.ts";

/** Kinds whose objects nothing here looks at. */
const unread: ReadonlySet<string> = new Set(["secrets", "services"]);

/** Turns VMs into VMIs and VMIs into launcher pods; one replica leads, the other waits with empty caches. */
export class VirtController implements Component {
  readonly #process: ComponentProcess;
  readonly #health: ApiserverHealth;
  /** Those of KubeVirt's configuration run on the standby too, the others on the leader alone. */
  readonly #informers = new InformerSet();
  readonly #led: readonly WatchedResource[];
  readonly #queues: ControllerQueues;
  readonly #objects: ObjectMetrics;
  readonly #routes: Routes;
  #leads = false;

  constructor(options: KubeVirtComponentOptions) {
    const process = new ComponentProcess(options);
    this.#process = process;
    this.#health = new ApiserverHealth(process.client);
    this.#led = inRelease(options.version, watchedByVirtController);
    for (const resource of [...configuration, ...this.#led]) this.#watch(resource);
    const nodeController = new NodeController(process, this.#informers.of(nodeKind));
    this.#queues = new ControllerQueues(process, this.#informers, nodeController);
    this.#objects = collectObjects(options.version, this.#informers);
    const page = new Page([...process.metrics.families, ...this.#objects.families]);
    const endpoint = new MetricsEndpoint({
      ...options,
      scrapes: process.metrics.scrapes,
      collect: () => Promise.resolve(page),
    });
    this.#routes = {
      "GET /metrics": (request) => endpoint.answer(request),
      "GET /healthz": () => this.#health.check(),
      "GET /leader": () => Promise.resolve(this.#leaderProbe()),
    };
  }

  async start(): Promise<void> {
    this.#informers.start(configuration);
    // Of its liveness: it is ready as soon as it can be asked who leads.
    void this.#health.runProbes(this.#process.work, this.#process.readinessProbe);
    await this.#informers.synced(configuration);
    this.#process.metrics.ready.set(1);
    void takePartInElection(this.#process, { started: () => void this.#lead() });
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

  async #lead(): Promise<void> {
    this.#objects.setOutdated(0);
    this.#queues.begin();
    this.#informers.start(this.#led);
    await this.#informers.synced(awaitedByLeader);
    this.#leads = true;
    this.#process.metrics.leading?.set(1);
  }

  #watch(resource: WatchedResource): void {
    const informer = this.#process.informer(resource, {
      keep: !unread.has(resource.kind.plural),
      failed: () => {
        if (resource === kubeVirts) this.#health.forget();
      },
    });
    this.#informers.add(resource, informer);
  }

  #leaderProbe(): HttpReply {
    const body = JSON.stringify({ apiserver: { leader: String(this.#leads) } });
    return { status: 200, headers: { "content-type": "application/json" }, body };
  }
}
