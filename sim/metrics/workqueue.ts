import type { KubeVirtVersion } from "../model/components.ts";
import { entryOf } from "./catalogue.ts";
import { goDuration } from "./duration.ts";
import type { Family } from "./family.ts";
import { counterFrom, gaugeFrom, histogramFrom } from "./from-catalogue.ts";
import { FunctionVec } from "./function-vec.ts";
import type { HistogramVec } from "./histogram-vec.ts";
import type { CounterVec, GaugeVec } from "./vec.ts";

/** What a work queue reports of its items. */
export interface WorkqueueMetrics {
  /** The item was put into the queue. */
  added(item: string, t: number): void;
  /** A worker took the item out of the queue. */
  started(item: string, t: number): void;
  /** The worker is done with it. */
  finished(item: string, t: number): void;
  /** The item is to be put back later, by the queue's rate limit. */
  retried(): void;
}

/** The series of a component's work queues, told apart by `name`; a queue has all of them from the start. */
export class WorkqueueFamilies {
  readonly families: readonly Family[];
  readonly #depth: GaugeVec;
  readonly #adds: CounterVec;
  readonly #retries: CounterVec;
  readonly #longest: FunctionVec;
  readonly #unfinished: FunctionVec;
  readonly #queueDuration: HistogramVec;
  readonly #workDuration: HistogramVec;

  constructor(version: KubeVirtVersion) {
    const entry = (name: string) => entryOf(version, `kubevirt_workqueue_${name}`);
    this.#depth = gaugeFrom(entry("depth"));
    this.#adds = counterFrom(entry("adds_total"));
    this.#retries = counterFrom(entry("retries_total"));
    this.#longest = new FunctionVec(entry("longest_running_processor_seconds"), ["name"]);
    this.#unfinished = new FunctionVec(entry("unfinished_work_seconds"), ["name"]);
    this.#queueDuration = histogramFrom(entry("queue_duration_seconds"));
    this.#workDuration = histogramFrom(entry("work_duration_seconds"));
    this.families = [
      ...[this.#depth, this.#adds, this.#retries, this.#longest, this.#unfinished],
      ...[this.#queueDuration, this.#workDuration],
    ];
  }

  /** Source: client-go util/workqueue/metrics.go */
  queue(name: string): WorkqueueMetrics {
    const labels = [name];
    const addedAt = new Map<string, number>();
    const startedAt = new Map<string, number>();
    const ages = (t: number) => [...startedAt.values()].map((started) => goDuration(t - started));
    this.#depth.set(labels, 0);
    this.#adds.inc(labels, 0);
    this.#retries.inc(labels, 0);
    this.#longest.set(labels, (t) => Math.max(0, ...ages(t)));
    this.#unfinished.set(labels, (t) => ages(t).reduce((sum, age) => sum + age, 0));
    this.#queueDuration.touch(labels);
    this.#workDuration.touch(labels);
    return {
      added: (item, t) => {
        this.#adds.inc(labels);
        this.#depth.add(labels, 1);
        if (!addedAt.has(item)) addedAt.set(item, t);
      },
      started: (item, t) => {
        this.#depth.add(labels, -1);
        this.#queueDuration.observe(labels, goDuration(t - (addedAt.get(item) ?? t)));
        addedAt.delete(item);
        startedAt.set(item, t);
      },
      finished: (item, t) => {
        this.#workDuration.observe(labels, goDuration(t - (startedAt.get(item) ?? t)));
        startedAt.delete(item);
      },
      retried: () => this.#retries.inc(labels),
    };
  }
}

/** What a queue reports to where its release has no series for it. */
export const unreportedQueue: WorkqueueMetrics = {
  added: () => undefined,
  started: () => undefined,
  finished: () => undefined,
  retried: () => undefined,
};
