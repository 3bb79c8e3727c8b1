import type { ObjectSample } from "../object-families.ts";
import type { Migration } from "./objects.ts";

/** Where migrations that are under way are counted, by phase. */
export type MigrationCount = "pending" | "scheduling" | "running" | "unset";

const countOf: Readonly<Record<string, MigrationCount>> = {
  "": "unset",
  Pending: "pending",
  Scheduling: "scheduling",
  Scheduled: "running",
  PreparingTarget: "running",
  TargetReady: "running",
  Running: "running",
  WaitingForSync: "running",
  Synchronizing: "running",
};

/** Where the migration counts; undefined once it is over. */
export function migrationCountOf({ status }: Migration): MigrationCount | undefined {
  return countOf[status?.phase ?? ""];
}

/**
 * What a migration that is over shows, while its object exists.
 *
 * Source: kubevirt pkg/monitoring/metrics/virt-controller/migrationstats_collector.go
 */
export function migrationSamples({ metadata, spec, status }: Migration): readonly ObjectSample[] {
  const phase = status?.phase;
  if (phase !== "Succeeded" && phase !== "Failed") return [];
  return [
    {
      name: `kubevirt_vmi_migration_${phase.toLowerCase()}`,
      labels: { namespace: metadata.namespace ?? "", vmi: spec.vmiName, vmim: metadata.name },
      value: 1,
    },
  ];
}
