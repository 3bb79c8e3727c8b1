import type { Clock } from "../../clock/clock.ts";
import { HistogramVec } from "../../metrics/histogram-vec.ts";
import { Page } from "../../metrics/page.ts";
import { CounterVec, GaugeVec } from "../../metrics/vec.ts";
import type { Store } from "../../store/store.ts";
import type { HttpReply } from "../../wire/exchange.ts";
import type { Resources } from "../resources.ts";
import { qualifiedName } from "../status.ts";
import { isDeprecated } from "./deprecation.ts";
import type { RequestLabels } from "./request-labels.ts";

const component = "apiserver";
const labelNames = ["component", "dry_run", "group", "resource", "scope", "subresource", "verb", "version"];
const longRunningNames = ["component", "group", "resource", "scope", "subresource", "verb", "version"];
const durationBuckets = [
  0.005, 0.025, 0.05, 0.1, 0.2, 0.4, 0.6, 0.8, 1, 1.25, 1.5, 2, 3, 4, 5, 6, 8, 10, 15, 20, 30, 45, 60,
];

/** What the API server says of itself at /metrics: counted from what it answered. */
export class ServerMetrics {
  readonly #clock: Clock;
  readonly #store: Store;
  readonly #resources: Resources;
  readonly #requests = new CounterVec(
    "apiserver_request_total",
    "[STABLE] Counter of apiserver requests broken out for each verb, dry run value, group, version, resource, scope, component, and HTTP response code.",
    ["code", ...labelNames],
  );
  readonly #durations = new HistogramVec(
    "apiserver_request_duration_seconds",
    "[STABLE] Response latency distribution in seconds for each verb, dry run value, group, version, resource, subresource, scope and component.",
    labelNames,
    durationBuckets,
  );
  readonly #longRunning = new GaugeVec(
    "apiserver_longrunning_requests",
    "[STABLE] Gauge of all active long-running apiserver requests broken out by verb, group, version, resource, scope and component. Not all requests are tracked this way.",
    longRunningNames,
  );
  readonly #deprecated = new GaugeVec(
    "apiserver_requested_deprecated_apis",
    "[STABLE] Gauge of deprecated APIs that have been requested, broken out by API group, version, resource, subresource, and removed_release.",
    ["group", "removed_release", "resource", "subresource", "version"],
  );
  readonly #objects = new GaugeVec(
    "apiserver_storage_objects",
    "[STABLE] Number of stored objects at the time of last check split by kind. In case of a fetching error, the value will be -1.",
    ["resource"],
  );
  readonly #page = new Page([
    this.#requests,
    this.#durations,
    this.#longRunning,
    this.#deprecated,
    this.#objects,
  ]);

  constructor(clock: Clock, store: Store, resources: Resources) {
    this.#clock = clock;
    this.#store = store;
    this.#resources = resources;
  }

  /** A request was answered after `seconds`. */
  answered(labels: RequestLabels, code: number, seconds: number): void {
    const values = valuesOf(labels);
    this.#requests.inc([String(code), ...values]);
    this.#durations.observe(values, seconds);
  }

  /** A watch was begun. Returns what to call when it ends, which is when it counts as answered. */
  watchBegan(labels: RequestLabels): () => void {
    const { group, resource, scope, subresource, verb, version } = labels;
    const values = [component, group, resource, scope, subresource, verb, version];
    this.#longRunning.add(values, 1);
    let ended = false;
    return () => {
      if (ended) return;
      ended = true;
      this.#longRunning.add(values, -1);
      this.#requests.inc(["200", ...valuesOf(labels)]);
    };
  }

  /** `GET /metrics` */
  reply(): HttpReply {
    for (const { resources } of this.#resources.groupVersions)
      for (const { kind, verbs } of resources)
        if (verbs.includes("list")) this.#objects.set([qualifiedName(kind)], this.#store.list(kind).length);
    const page = this.#page.render(this.#clock.now());
    return {
      status: 200,
      headers: { "content-type": "text/plain; version=0.0.4; charset=utf-8" },
      body: page.bytes,
      finished: () => page.release(),
    };
  }

  /** Remembers that a deprecated API was asked for, by someone who may. */
  noteDeprecated({ group, version, resource, subresource }: RequestLabels): void {
    if (isDeprecated(group, version, resource))
      this.#deprecated.set([group, "", resource, subresource, version], 1);
  }
}

function valuesOf({ dryRun, group, resource, scope, subresource, verb, version }: RequestLabels): string[] {
  return [component, dryRun, group, resource, scope, subresource, verb, version];
}
