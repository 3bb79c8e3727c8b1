import type { KubeVirtVersion } from "../../model/components.ts";
import { catalogueOf, entryOf } from "../catalogue.ts";
import type { Family } from "../family.ts";
import { ObjectFamilies } from "../object-families.ts";
import { FunctionMetric } from "../vec.ts";
import { migrationCountOf, migrationSamples, type MigrationCount } from "./migration-stats.ts";
import { unixSeconds, type Instance, type Machine, type Migration, type ObjectMeta } from "./objects.ts";
import { PhaseTransitions } from "./phase-transitions.ts";
import { instanceSamples, type InstanceContext } from "./vmi-stats.ts";
import { machineSamples, type MachineContext } from "./vm-stats.ts";

const migrationCounts: readonly MigrationCount[] = ["pending", "scheduling", "running", "unset"];

/** A snapshot of a VM that has succeeded. */
interface SucceededSnapshot {
  readonly metadata: ObjectMeta;
  readonly vmName: string;
  /** `status.creationTime`. */
  readonly creationTime: string;
}

/**
 * What a virt-controller reports about objects: it shows those that its informers tell it of, so a standby
 * shows none. Objects are told apart by namespace and name. Legacy has no such metrics.
 */
export class ObjectMetrics {
  readonly families: readonly Family[];
  readonly #objects: ObjectFamilies;
  readonly #transitions: PhaseTransitions | undefined;
  readonly #countOfMigration = new Map<string, MigrationCount>();
  #outdated: number | undefined;

  constructor(version: KubeVirtVersion) {
    this.#objects = new ObjectFamilies(
      catalogueOf(version).filter(
        ({ name, components, type, labels }) =>
          /^kubevirt_vm/.test(name) &&
          components.length === 1 &&
          components[0] === "virt-controller" &&
          type !== "histogram" &&
          labels.length > 0,
      ),
    );
    this.#transitions = version === "legacy" ? undefined : new PhaseTransitions(version);
    this.families = [
      ...this.#objects.families,
      ...(this.#transitions?.families ?? []),
      ...(version === "legacy" ? [] : this.#clusterFamilies(version)),
    ];
  }

  /** A VMI as it is now, or what is known of it. */
  setInstance(vmi: Instance, context: InstanceContext): void {
    this.#objects.set(keyOf("vmi", vmi.metadata), instanceSamples(vmi, context));
  }

  /** Counts a change of phase; beside `setInstance`. */
  instanceUpdated(old: Instance, vmi: Instance): void {
    this.#transitions?.instanceUpdated(old, vmi);
  }

  removeInstance(metadata: ObjectMeta): void {
    this.#objects.remove(keyOf("vmi", metadata));
  }

  setMachine(vm: Machine, context: MachineContext): void {
    this.#objects.set(keyOf("vm", vm.metadata), machineSamples(vm, context));
  }

  removeMachine(metadata: ObjectMeta): void {
    this.#objects.remove(keyOf("vm", metadata));
  }

  setMigration(migration: Migration): void {
    const key = keyOf("vmim", migration.metadata);
    this.#objects.set(key, migrationSamples(migration));
    const count = migrationCountOf(migration);
    if (count === undefined) this.#countOfMigration.delete(key);
    else this.#countOfMigration.set(key, count);
  }

  /** Counts a change of phase; beside `setMigration`. */
  migrationUpdated(old: Migration, migration: Migration): void {
    this.#transitions?.migrationUpdated(old, migration);
  }

  removeMigration(metadata: ObjectMeta): void {
    const key = keyOf("vmim", metadata);
    this.#objects.remove(key);
    this.#countOfMigration.delete(key);
  }

  /** Its series stays until the process ends, also when the snapshot is deleted. */
  snapshotSucceeded({ metadata, vmName, creationTime }: SucceededSnapshot): void {
    this.#objects.set(keyOf("vmsnapshot", metadata), [
      {
        name: "kubevirt_vmsnapshot_succeeded_timestamp_seconds",
        labels: { name: vmName, namespace: metadata.namespace ?? "", snapshot_name: metadata.name },
        value: unixSeconds(creationTime),
      },
    ]);
  }

  /** VMIs in launchers of an older release; the leader alone sets it. */
  setOutdated(count: number): void {
    this.#outdated = count;
  }

  #clusterFamilies(version: KubeVirtVersion): readonly Family[] {
    return [
      ...migrationCounts.map(
        (count) =>
          new FunctionMetric(entryOf(version, `kubevirt_vmi_migrations_in_${count}_phase`), () =>
            this.#migrationsIn(count),
          ),
      ),
      new FunctionMetric(entryOf(version, "kubevirt_vmi_number_of_outdated"), () => this.#outdated),
    ];
  }

  #migrationsIn(count: MigrationCount): number {
    return [...this.#countOfMigration.values()].filter((value) => value === count).length;
  }
}

function keyOf(kind: string, { namespace = "", name }: ObjectMeta): string {
  return `${kind} ${namespace}/${name}`;
}
