import { buildComponentMetrics, type ComponentMetrics } from "../metrics/component-metrics.ts";
import { releaseOf, type ComponentKind } from "../model/components.ts";
import { random } from "../model/random.ts";
import { readinessProbeOf, type ReadinessProbe } from "../store/bootstrap/probes.ts";
import type { KubeObject } from "../store/object.ts";
import type { KubeVirtComponentOptions } from "./component.ts";
import { EventRecorder, type EventSource } from "./event-recorder.ts";
import { Informer } from "./informer/informer.ts";
import type { WatchedResource } from "./informer/watched-resource.ts";
import { Lifetime } from "./lifetime.ts";
import { RestClient } from "./rest/rest-client.ts";
import type { RateLimit } from "./rest/token-bucket.ts";
import { WorkQueue } from "./work-queue.ts";

/** Client-side rate limits of KubeVirt v1. */
const rateLimits: Readonly<Record<ComponentKind, RateLimit>> = {
  "virt-handler": { qps: 50, burst: 100 },
  "virt-controller": { qps: 200, burst: 400 },
  "virt-api": { qps: 200, burst: 400 },
  "virt-operator": { qps: 200, burst: 400 },
};

/** What every process of KubeVirt's has: its life, its metrics, its client of the apiserver. */
export class ComponentProcess {
  readonly options: KubeVirtComponentOptions;
  readonly lifetime: Lifetime;
  /** Its regular work; ends a moment before the process when that is asked to stop. */
  readonly work: Lifetime;
  readonly metrics: ComponentMetrics;
  readonly client: RestClient;

  constructor(options: KubeVirtComponentOptions) {
    const { container, version, clock, seed } = options;
    this.options = options;
    this.lifetime = new Lifetime(clock);
    this.work = new Lifetime(clock);
    this.metrics = buildComponentMetrics({
      kind: container.component,
      version,
      seed,
      podUid: container.podUid,
      restartCount: container.restartCount,
      startedAtSeconds: clock.now(),
      epochMillis: clock.epochMillis,
      nodeName: container.nodeName,
    });
    this.client = new RestClient({
      lifetime: this.lifetime,
      transport: options.transport,
      token: options.token,
      host: options.apiserverHost,
      userAgent: `${container.component}/${releaseOf(version)} (linux/amd64)`,
      rateLimit: rateLimits[container.component],
      version,
      metrics: this.metrics.rest,
    });
  }

  /** How kubelet probes the container this runs in. */
  get readinessProbe(): ReadinessProbe {
    const { component, address } = this.options.container;
    return readinessProbeOf(component, address.port);
  }

  /** Uniform draws from [0, 1) that belong to this run of this container. */
  draw(...key: readonly (string | number)[]): () => number {
    const { container, seed } = this.options;
    return random(seed, container.podUid, container.restartCount, ...key);
  }

  /** @param keep false for an informer that is there for its requests only */
  informer<T extends KubeObject>(
    resource: WatchedResource<T>,
    { keep, failed }: { keep: boolean; failed?: (error: Error) => void },
  ): Informer<T> {
    const { kind, labelSelector = "", fieldSelector = "" } = resource;
    return new Informer({
      client: this.client,
      lifetime: this.work,
      resource,
      keep,
      draw: this.draw("informer", kind.plural, labelSelector, fieldSelector),
      failed: (error) => {
        this.options.log("warn", `failed to list or watch ${kind.plural}: ${error.message}`);
        failed?.(error);
      },
    });
  }

  /** A work queue with its series, which are there from now on. */
  queue(name: string, workers: number, reconcile: (key: string) => Promise<void>): WorkQueue {
    const metrics = this.metrics.workqueue(name);
    return new WorkQueue({
      lifetime: this.work,
      metrics,
      workers,
      draw: this.draw("queue", name),
      reconcile,
    });
  }

  recorder(source: EventSource): EventRecorder {
    const draw = this.draw("events", source.component);
    return new EventRecorder({ client: this.client, lifetime: this.lifetime, source, draw });
  }

  /** The process ends: nothing it had planned happens any more, its connections close. */
  end(): void {
    this.work.end();
    this.lifetime.end();
    this.options.transport.close();
  }

  /** It ends by itself, with an error. */
  fail(reason: string): void {
    this.end();
    this.options.exit(1, reason);
  }
}
