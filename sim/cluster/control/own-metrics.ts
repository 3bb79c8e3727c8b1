import { collectDefaultMetrics, Counter, Gauge, Registry } from "prom-client";
import type { ApiserverStats, ProcessStats } from "../../wire/channel.ts";
import { renderBuckets } from "../process-stats.ts";
import { totalsHistogram } from "./totals-histogram.ts";

/** What the supervisor knows of the running simulator. */
export interface OwnFigures {
  /** What all components together have served. */
  readonly stats: ProcessStats;
  /** Undefined until the apiserver's process has told. */
  readonly apiserverStats: ApiserverStats | undefined;
  /** How often the container of each kind of component was started again in its pod. */
  readonly restarts: ReadonlyMap<string, number>;
  readonly activeFaults: number;
}

/**
 * What the simulator tells about itself; every scrape reads `figures` anew. Beside `kvsim_…` it has prom-client's
 * own families of the supervisor's process: memory, CPU, event loop, garbage collection.
 */
export function buildOwnMetrics(figures: OwnFigures): Registry {
  const registry = new Registry();
  collectDefaultMetrics({ register: registry });
  addComponentMetrics(registry, figures);
  addApiserverMetrics(registry, figures);
  return registry;
}

function addComponentMetrics(registry: Registry, figures: OwnFigures): void {
  const registers = [registry];
  new Counter({
    name: "kvsim_scrapes_total",
    help: "Scrapes that the simulated components have answered with a page.",
    registers,
    collect() {
      setTotal(this, figures.stats.scrapes);
    },
  });
  new Counter({
    name: "kvsim_scraped_bytes_total",
    help: "Size of the pages that the simulated components have answered scrapes with, as they were sent.",
    registers,
    collect() {
      setTotal(this, figures.stats.scrapedBytes);
    },
  });
  addRenderTimes(registry, figures);
  new Counter({
    name: "kvsim_component_restarts_total",
    help: "How often a simulated component was started again in its pod.",
    labelNames: ["component"],
    registers,
    collect() {
      this.reset();
      for (const [component, restarts] of figures.restarts) this.inc({ component }, restarts);
    },
  });
  new Gauge({
    name: "kvsim_active_faults",
    help: "Faults in force now.",
    registers,
    collect() {
      this.set(figures.activeFaults);
    },
  });
}

function addRenderTimes(registry: Registry, figures: OwnFigures): void {
  registry.registerMetric(
    totalsHistogram({
      name: "kvsim_render_duration_seconds",
      help: "How long the simulated components took to render a page, before compressing and sending it.",
      buckets: renderBuckets,
      totals: () => {
        const { counts, seconds } = figures.stats.renders;
        return { counts, sum: seconds };
      },
    }),
  );
}

function addApiserverMetrics(registry: Registry, figures: OwnFigures): void {
  const registers = [registry];
  new Counter({
    name: "kvsim_apiserver_requests_total",
    help: "Requests that the simulated apiserver has answered, watches among them.",
    labelNames: ["code"],
    registers,
    collect() {
      this.reset();
      for (const [code, count] of figures.apiserverStats?.requests ?? []) this.inc({ code }, count);
    },
  });
  addEventCounters(registry, figures);
  addApiserverGauge(
    registry,
    { name: "kvsim_apiserver_watches", help: "Watches open at the simulated apiserver." },
    () => figures.apiserverStats?.watches,
  );
  addApiserverGauge(
    registry,
    {
      name: "kvsim_apiserver_resident_memory_bytes",
      help: "Resident memory of the process that plays the scenario and serves the simulated apiserver.",
    },
    () => figures.apiserverStats?.residentMemoryBytes,
  );
  addApiserverGauge(
    registry,
    {
      name: "kvsim_apiserver_eventloop_lag_seconds",
      help: "How late the event loop of the simulated apiserver's process was when it last told its figures.",
    },
    () => figures.apiserverStats?.eventLoopLagSeconds,
  );
}

function addEventCounters(registry: Registry, figures: OwnFigures): void {
  const registers = [registry];
  new Counter({
    name: "kvsim_timeline_events_total",
    help: "Events of the scenario's timeline that have been played, each end of a fault being one too.",
    registers,
    collect() {
      setTotal(this, figures.apiserverStats?.timelineEvents ?? 0);
    },
  });
  new Counter({
    name: "kvsim_store_events_total",
    help: "Changes of objects in the store, those of the cluster's history included.",
    registers,
    collect() {
      setTotal(this, figures.apiserverStats?.storeEvents ?? 0);
    },
  });
}

/** A gauge that has no value until the apiserver's process has told. */
function addApiserverGauge(
  registry: Registry,
  family: { readonly name: string; readonly help: string },
  valueNow: () => number | undefined,
): void {
  new Gauge({
    ...family,
    registers: [registry],
    collect() {
      const value = valueNow();
      // prom-client begins every gauge without labels at 0.
      if (value === undefined) this.remove();
      else this.set(value);
    },
  });
}

/** A total that is counted elsewhere. */
function setTotal(counter: Counter, total: number): void {
  counter.reset();
  counter.inc(total);
}
