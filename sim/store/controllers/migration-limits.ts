import { keyOf } from "../object.ts";
import type { MigrationSettings } from "../objects/kubevirt.ts";
import {
  activeMigrations,
  evacuationAnnotation,
  migrationIsFinal,
  migrationsByInstance,
  workloadUpdateAnnotation,
  type InstanceMigration,
} from "../objects/migration.ts";
import { virtualMachineInstanceKind, type VirtualMachineInstance } from "../objects/virtual-machine.ts";
import type { Store } from "../store.ts";
import { stateOf, targetPodOf } from "./migration-record.ts";

const firstBackOffSeconds = 20;

/** The migrations under way: those that have a target, and are not over. */
export function runningMigrations(store: Store): InstanceMigration[] {
  return store.by(activeMigrations, activeMigrations.key).filter((migration) => {
    const { phase } = migration.status;
    if (phase !== undefined && phase !== "Pending") return true;
    const { namespace } = migration.metadata;
    const vmi = store.get(virtualMachineInstanceKind, namespace, migration.spec.vmiName);
    return vmi !== undefined && targetPodOf(store, migration, vmi) !== undefined;
  });
}

/** How many of `migrations` leave this node. */
export function outboundFrom(
  store: Store,
  nodeName: string,
  migrations: readonly InstanceMigration[],
): number {
  return migrations.filter((migration) => {
    const { namespace } = migration.metadata;
    const vmi = store.get(virtualMachineInstanceKind, namespace, migration.spec.vmiName);
    const source = vmi === undefined ? undefined : stateOf(migration, vmi)?.sourceNode;
    return (source ?? vmi?.status.nodeName) === nodeName;
  }).length;
}

/** Whether one more migration of this VMI may begin now. */
export function hasRoom(store: Store, vmi: VirtualMachineInstance, settings: MigrationSettings): boolean {
  const running = runningMigrations(store);
  return (
    running.length < settings.parallelMigrationsPerCluster &&
    outboundFrom(store, vmi.status.nodeName ?? "", running) < settings.parallelOutboundMigrationsPerNode
  );
}

/**
 * How long a migration that KubeVirt itself wants has still to wait, in seconds, after those of the same VMI
 * that failed just before: 20 s, doubled each time.
 *
 * @param now Unix time in milliseconds
 */
export function backOffSeconds(store: Store, migration: InstanceMigration, now: number): number {
  const { annotations } = migration.metadata;
  if (
    annotations?.[evacuationAnnotation] === undefined &&
    annotations?.[workloadUpdateAnnotation] === undefined
  )
    return 0;
  const key = keyOf({ namespace: migration.metadata.namespace, name: migration.spec.vmiName });
  const earlier = store
    .by(migrationsByInstance, key)
    .filter((other) => other.metadata.uid !== migration.metadata.uid && migrationIsFinal(other))
    .sort((a, b) => endedAt(b) - endedAt(a));
  const lastGood = earlier.findIndex(({ status }) => status.phase === "Succeeded");
  const failures = lastGood < 0 ? earlier : earlier.slice(0, lastGood);
  const [latest] = failures;
  if (latest === undefined) return 0;
  const wait = firstBackOffSeconds * 2 ** (failures.length - 1);
  return Math.max(0, endedAt(latest) / 1000 + wait - now / 1000);
}

function endedAt({ status }: InstanceMigration): number {
  return Date.parse(status.phaseTransitionTimestamps?.at(-1)?.phaseTransitionTimestamp ?? "");
}
