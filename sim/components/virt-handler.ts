import type { FeedChange } from "../model/feed.ts";
import type { InstanceName } from "../store/container-runtime.ts";
import { kubeVirtKind, type KubeVirt } from "../store/objects/kubevirt.ts";
import type { Node } from "../store/objects/node.ts";
import type { VirtualMachineInstance } from "../store/objects/virtual-machine.ts";
import type { HttpReply, HttpRequest } from "../wire/exchange.ts";
import type { Component, KubeVirtComponentOptions } from "./component.ts";
import { ComponentProcess } from "./component-process.ts";
import { DomainCollector } from "./domain-collector.ts";
import { between } from "./draws.ts";
import { ApiserverHealth } from "./health.ts";
import { Heartbeat } from "./heartbeat.ts";
import type { Informer } from "./informer/informer.ts";
import { startInstanceQueues, type InstanceQueues } from "./instance-queues.ts";
import { startNodeLabeller } from "./node-labeller.ts";
import { recordPhaseChanges } from "./phase-events.ts";
import { MetricsEndpoint } from "./scrape/metrics-endpoint.ts";
import { answerFrom, type Routes } from "./scrape/routes.ts";
import {
  caConfigMap,
  instancesMovingTo,
  instancesOn,
  nodeNamed,
  watchedByVirtHandler,
} from "./watched-resources.ts";

/** --max-metric-requests */
const maxMetricRequests = 3;
/** From the start of the process until kubelet has accepted its device plugins, in seconds. */
const devicePluginsReady = { low: 0.3, high: 1.8 };

/** The agent of one node: what it reports are the guests there. */
export class VirtHandler implements Component {
  readonly #process: ComponentProcess;
  /** The VMIs of its node, and those that move to it. */
  readonly #instances: Informer<VirtualMachineInstance>;
  readonly #coming: Informer<VirtualMachineInstance>;
  readonly #informers: readonly Pick<Informer, "start" | "synced">[];
  readonly #health: ApiserverHealth;
  readonly #heartbeat: Heartbeat;
  readonly #collector: DomainCollector;
  readonly #queues: InstanceQueues;
  readonly #routes: Routes;

  constructor(options: KubeVirtComponentOptions) {
    const process = new ComponentProcess(options);
    this.#process = process;
    this.#health = new ApiserverHealth(process.client);
    const { nodeName } = options.container;
    this.#instances = process.informer(instancesOn(nodeName), { keep: true });
    this.#coming = process.informer(instancesMovingTo(nodeName), { keep: true });
    const kubeVirts = process.informer<KubeVirt>({ kind: kubeVirtKind }, { keep: true });
    this.#informers = [
      this.#instances,
      this.#coming,
      kubeVirts,
      ...this.#nodeInformers(),
      ...this.#otherInformers(),
    ];
    this.#collector = new DomainCollector(process, this.#instances, kubeVirts);
    this.#heartbeat = this.#buildHeartbeat();
    this.#queues = startInstanceQueues(process, this.#instances, this.#coming);
    recordPhaseChanges(this.#instances, process.recorder({ component: "virt-handler", host: nodeName }));
    const endpoint = new MetricsEndpoint({
      ...options,
      scrapes: process.metrics.scrapes,
      maxInFlight: maxMetricRequests,
      collect: () => this.#collector.collect(),
    });
    this.#routes = {
      "GET /metrics": (request) => endpoint.answer(request),
      "GET /healthz": () => this.#health.check(),
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
    void this.#heartbeat.run();
  }

  handle(request: HttpRequest): Promise<HttpReply> {
    return answerFrom(this.#routes, request);
  }

  hear(change: FeedChange): void {
    this.#collector.hear(change);
  }

  write(instance: InstanceName): Promise<void> {
    return this.#queues.write(instance);
  }

  /** Marks its node unschedulable before it ends. */
  async stop(): Promise<void> {
    const { work, lifetime, metrics } = this.#process;
    metrics.ready.set(0);
    work.end();
    await this.#heartbeat.sayGoodbye(lifetime);
    this.#process.end();
  }

  kill(): void {
    this.#process.end();
  }

  /** Its node, whose labels it keeps; in the legacy releases that was a program of its own. */
  #nodeInformers(): readonly Informer<Node>[] {
    const { version, container } = this.#process.options;
    if (version === "legacy") return [];
    const nodes = this.#process.informer(nodeNamed(container.nodeName), { keep: true });
    startNodeLabeller(this.#process, nodes);
    return [nodes];
  }

  /** Those it makes requests for, but does not look at here. */
  #otherInformers(): readonly Informer[] {
    return watchedByVirtHandler(this.#process.options.version).map((resource) =>
      this.#process.informer(resource, {
        keep: false,
        failed: () => {
          if (resource === caConfigMap) this.#health.forget();
        },
      }),
    );
  }

  #buildHeartbeat(): Heartbeat {
    const { options, client, work } = this.#process;
    const { nodeName } = options.container;
    const devicesReadyAt =
      options.clock.now() + between(devicePluginsReady, this.#process.draw("device plugins"));
    return new Heartbeat({
      client,
      lifetime: work,
      nodeName,
      draw: this.#process.draw("heartbeat"),
      devicesReadyAt,
      failed: (error) => options.log("warn", `cannot patch node ${nodeName}: ${error.message}`),
    });
  }
}
