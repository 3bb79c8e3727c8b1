import { defaultMigrationConfiguration, type MigrationConfiguration } from "../../model/migration.ts";
import { kindNamed } from "../kinds.ts";
import type { KubeObject } from "../object.ts";
import { parseQuantity } from "../quantity.ts";
import type { Store } from "../store.ts";
import type { Condition } from "./conditions.ts";

/** The parts of `spec.configuration.migrations` that matter here, as the KubeVirt object writes them. */
interface MigrationsSpec {
  readonly parallelMigrationsPerCluster?: number;
  readonly parallelOutboundMigrationsPerNode?: number;
  readonly bandwidthPerMigration?: string;
  readonly completionTimeoutPerGiB?: number;
  readonly progressTimeout?: number;
  readonly nodeDrainTaintKey?: string;
}

/** KubeVirt's own configuration object: one per cluster. */
export interface KubeVirt extends KubeObject {
  readonly spec: {
    readonly monitorAccount?: string;
    readonly monitorNamespace?: string;
    readonly serviceMonitorNamespace?: string;
    readonly imageTag?: string;
    readonly configuration?: {
      readonly evictionStrategy?: string;
      readonly migrations?: MigrationsSpec;
      readonly [field: string]: unknown;
    };
    readonly workloadUpdateStrategy?: {
      readonly workloadUpdateMethods?: readonly string[];
      readonly batchEvictionSize?: number;
      readonly batchEvictionInterval?: string;
    };
    readonly [field: string]: unknown;
  };
  readonly status: {
    readonly phase?: string;
    readonly conditions?: readonly Condition[];
    readonly observedKubeVirtVersion?: string;
    readonly targetKubeVirtVersion?: string;
    readonly operatorVersion?: string;
    readonly [field: string]: unknown;
  };
}

export const kubeVirtKind = kindNamed<KubeVirt>("kubevirts", "kubevirt.io");

/** The cluster's KubeVirt object; undefined before KubeVirt is installed. */
export function kubeVirtOf(store: Store): KubeVirt | undefined {
  return store.list(kubeVirtKind)[0];
}

/** How live migrations are done: the KubeVirt object's settings with KubeVirt's defaults. */
export interface MigrationSettings extends MigrationConfiguration {
  readonly parallelMigrationsPerCluster: number;
  readonly parallelOutboundMigrationsPerNode: number;
  readonly nodeDrainTaintKey: string;
}

export function migrationSettingsOf(store: Store): MigrationSettings {
  return migrationSettings(kubeVirtOf(store));
}

/** The same from the object itself, as one who is told of it by a watch has it. */
export function migrationSettings(kubeVirt: KubeVirt | undefined): MigrationSettings {
  const given = kubeVirt?.spec.configuration?.migrations ?? {};
  const bandwidth = parseQuantity(given.bandwidthPerMigration) ?? 0;
  return {
    ...defaultMigrationConfiguration,
    // 0 stands for: as fast as the link allows.
    ...(bandwidth > 0 ? { bandwidthPerMigrationBytes: bandwidth } : {}),
    completionTimeoutPerGiB:
      given.completionTimeoutPerGiB ?? defaultMigrationConfiguration.completionTimeoutPerGiB,
    progressTimeout: given.progressTimeout ?? defaultMigrationConfiguration.progressTimeout,
    parallelMigrationsPerCluster: given.parallelMigrationsPerCluster ?? 5,
    parallelOutboundMigrationsPerNode: given.parallelOutboundMigrationsPerNode ?? 2,
    nodeDrainTaintKey: given.nodeDrainTaintKey ?? "kubevirt.io/drain",
  };
}

/** `status.migrationState.migrationConfiguration` of a VMI: the settings that its migration runs under. */
export function migrationConfigurationOf(settings: MigrationSettings): Readonly<Record<string, unknown>> {
  return {
    allowAutoConverge: false,
    allowPostCopy: false,
    bandwidthPerMigration: "0",
    completionTimeoutPerGiB: settings.completionTimeoutPerGiB,
    nodeDrainTaintKey: settings.nodeDrainTaintKey,
    parallelMigrationsPerCluster: settings.parallelMigrationsPerCluster,
    parallelOutboundMigrationsPerNode: settings.parallelOutboundMigrationsPerNode,
    progressTimeout: settings.progressTimeout,
    unsafeMigrationOverride: false,
  };
}

/** What happens to a VMI when its pod's eviction is asked for; the VMI's own word comes first. */
export function evictionStrategyOf(
  store: Store,
  spec: { readonly evictionStrategy?: string },
): string | undefined {
  return spec.evictionStrategy ?? kubeVirtOf(store)?.spec.configuration?.evictionStrategy;
}
