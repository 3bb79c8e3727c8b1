import { releaseOf, type ComponentKind, type KubeVirtVersion } from "../model/components.ts";
import { entryFor } from "./catalogue.ts";
import type { Family } from "./family.ts";
import { gaugeFrom } from "./from-catalogue.ts";
import { buildRestClientFamilies, type RestMetrics } from "./rest-client.ts";
import { buildRuntimeFamilies } from "./runtime.ts";
import { GoProcess, type GoProcessOptions } from "./runtime/go-process.ts";
import { buildScrapeFamilies, type ScrapeMetrics } from "./scrapes.ts";
import { statusGauge, type StatusFlag } from "./status.ts";
import { buildDeprecatedMachineTypes } from "./virt-handler/machine-type.ts";
import { buildSyncFamilies, type SyncMetrics } from "./vmi-sync.ts";
import { unreportedQueue, WorkqueueFamilies, type WorkqueueMetrics } from "./workqueue.ts";

export type { RestMetrics, ScrapeMetrics, StatusFlag, SyncMetrics, WorkqueueMetrics };

export interface ComponentMetricsOptions extends GoProcessOptions {
  /** The node of a virt-handler. */
  readonly nodeName?: string;
}

/** What every component tells of itself, whatever its kind. */
export interface ComponentMetrics {
  /** All that goes on its page beside what it tells of objects. */
  readonly families: readonly Family[];
  readonly rest: RestMetrics;
  /** 0 from the start. Does nothing where the release has no such series. */
  readonly ready: StatusFlag;
  /** Only for the kinds that elect a leader. */
  readonly leading: StatusFlag | undefined;
  readonly scrapes: ScrapeMetrics;
  readonly syncs: SyncMetrics;
  /** The series of a work queue, which are there from this call on. */
  workqueue(name: string): WorkqueueMetrics;
}

export function buildComponentMetrics(options: ComponentMetricsOptions): ComponentMetrics {
  const { kind, version } = options;
  const process = new GoProcess(options);
  const rest = buildRestClientFamilies(version);
  const scrapes = buildScrapeFamilies(version);
  const ready = statusGauge("ready", kind, version);
  const leading = statusGauge("leading", kind, version);
  const syncs = buildSyncFamilies(kind, version);
  const hasQueues = entryFor(kind, version, "kubevirt_workqueue_depth") !== undefined;
  const queues = hasQueues ? new WorkqueueFamilies(version) : undefined;
  return {
    families: [
      ...rest.families,
      ...scrapes.families,
      ...buildRuntimeFamilies(process, version),
      ...syncs.families,
      ...(queues?.families ?? []),
      ...[ready, leading].filter((gauge) => gauge !== undefined),
      ...infoFamilies(kind, version, process.release.version),
      ...machineTypeFamilies(options),
    ],
    rest: rest.metrics,
    ready: { set: (value) => ready?.set([], value) },
    leading: leading && { set: (value) => leading.set([], value) },
    scrapes: scrapes.metrics,
    syncs: syncs.metrics,
    workqueue: (name) => queues?.queue(name) ?? unreportedQueue,
  };
}

function infoFamilies(kind: ComponentKind, version: KubeVirtVersion, goVersion: string): readonly Family[] {
  const entry = entryFor(kind, version, "kubevirt_info");
  if (entry === undefined) return [];
  const info = gaugeFrom(entry);
  info.set([goVersion, releaseOf(version)], 1);
  return [info];
}

function machineTypeFamilies({ kind, version, nodeName }: ComponentMetricsOptions): readonly Family[] {
  const entry = entryFor(kind, version, "kubevirt_node_deprecated_machine_types");
  return entry === undefined || nodeName === undefined ? [] : [buildDeprecatedMachineTypes(entry, nodeName)];
}
