import { Page } from "../metrics/page.ts";
import type { KubeObject } from "../store/object.ts";
import { nodeKind, type Node } from "../store/objects/node.ts";
import type { HttpReply, HttpRequest } from "../wire/exchange.ts";
import type { Component, ComponentOptions } from "./component.ts";
import { ComponentProcess } from "./component-process.ts";
import {
  controllerQueues,
  instanceQueue,
  nodeQueue,
  type ControllerQueue,
  type QueueSource,
} from "./controller-queues.ts";
import { ApiserverHealth } from "./health.ts";
import type { Informer } from "./informer/informer.ts";
import type { WatchedResource } from "./informer/watched-resource.ts";
import { takePartInElection } from "./leadership.ts";
import { NodeController } from "./node-controller.ts";
import { MetricsEndpoint } from "./scrape/metrics-endpoint.ts";
import { answerFrom, type Routes } from "./scrape/routes.ts";
import { definitions, inRelease, kubeVirts, watchedByVirtController } from "./watched-resources.ts";
import type { WorkQueue } from "./work-queue.ts";

/** Caches that have to be in before the leader says that it leads. */
const awaitedByLeader: ReadonlySet<string> = new Set([
  "persistentvolumeclaims",
  "namespaces",
  "resourcequotas",
]);
/** Kinds whose objects nothing here looks at. */
const unread: ReadonlySet<string> = new Set(["secrets", "configmaps", "services"]);

/** Turns VMs into VMIs and VMIs into launcher pods; one replica leads, the other waits with empty caches. */
export class VirtController implements Component {
  readonly #process: ComponentProcess;
  readonly #health: ApiserverHealth;
  readonly #nodes: Informer<Node>;
  readonly #nodeController: NodeController;
  /** By plural. Those of KubeVirt's configuration run on the standby too. */
  readonly #configuration: ReadonlyMap<string, Informer>;
  readonly #others: ReadonlyMap<string, Informer>;
  readonly #sourcesOfConfiguration: { readonly queue: WorkQueue; readonly source: QueueSource }[] = [];
  readonly #routes: Routes;
  #leads = false;

  constructor(options: ComponentOptions) {
    const process = new ComponentProcess(options);
    this.#process = process;
    this.#health = new ApiserverHealth(process.client);
    this.#configuration = this.#buildInformers([kubeVirts, definitions]);
    this.#nodes = process.informer({ kind: nodeKind }, { keep: true });
    this.#others = new Map<string, Informer>([
      ...this.#buildInformers(inRelease(options.version, watchedByVirtController)),
      ["nodes", this.#nodes],
    ]);
    this.#nodeController = new NodeController(process, this.#nodes);
    for (const queue of controllerQueues) this.#startQueue(queue);
    const page = new Page(process.metrics.families);
    const endpoint = new MetricsEndpoint({
      clock: options.clock,
      version: options.version,
      scrapes: process.metrics.scrapes,
      collect: () => Promise.resolve(page),
    });
    this.#routes = {
      "/metrics": (request) => endpoint.answer(request),
      "/healthz": () => this.#health.check(),
      "/leader": () => Promise.resolve(this.#leaderProbe()),
    };
  }

  async start(): Promise<void> {
    for (const informer of this.#configuration.values()) informer.start();
    void this.#health.runProbes(this.#process.work);
    await Promise.all([...this.#configuration.values()].map(({ synced }) => synced));
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
    for (const { queue, source } of this.#sourcesOfConfiguration) {
      const enqueue = (object: KubeObject) => queue.addAll(source.keys(object));
      const informer = this.#configuration.get(source.plural);
      for (const object of informer?.list() ?? []) enqueue(object);
      informer?.listenToAll(enqueue);
    }
    for (const informer of this.#others.values()) informer.start();
    const awaited = [...this.#others].filter(([plural]) => awaitedByLeader.has(plural));
    await Promise.all(awaited.map(([, { synced }]) => synced));
    this.#leads = true;
    this.#process.metrics.leading?.set(1);
  }

  #buildInformers(resources: readonly WatchedResource[]): Map<string, Informer> {
    return new Map(
      resources.map((resource) => [
        resource.kind.plural,
        this.#process.informer(resource, {
          keep: !unread.has(resource.kind.plural),
          failed: () => {
            if (resource === kubeVirts) this.#health.forget();
          },
        }),
      ]),
    );
  }

  #startQueue({ name, workers, sources }: ControllerQueue): void {
    const queue = this.#process.queue(name, workers, (key) => reconcile(key));
    const reconcile = async (key: string): Promise<void> => {
      if (name === instanceQueue) this.#countSync(key);
      if (name !== nodeQueue) return;
      const recheckSeconds = await this.#nodeController.reconcile(key);
      if (recheckSeconds !== undefined) queue.addAfter(key, recheckSeconds);
    };
    for (const source of sources) {
      if (this.#configuration.has(source.plural)) this.#sourcesOfConfiguration.push({ queue, source });
      this.#others.get(source.plural)?.listenToAll((object) => queue.addAll(source.keys(object)));
    }
  }

  #countSync(key: string): void {
    const { syncs } = this.#process.metrics;
    const [namespace = "", name = ""] = key.split("/");
    if (this.#others.get("virtualmachineinstances")?.get(namespace, name) === undefined) {
      syncs.forgot(namespace, name);
    } else syncs.synced(namespace, name);
  }

  #leaderProbe(): HttpReply {
    const body = JSON.stringify({ apiserver: { leader: String(this.#leads) } });
    return { status: 200, headers: { "content-type": "application/json" }, body };
  }
}
