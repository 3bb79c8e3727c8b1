import { timestampAt } from "../../clock/clock.ts";
import { migrationJobLabel } from "../objects/launcher-pod.ts";
import { migrationKind, type InstanceMigration, type MigrationPhase } from "../objects/migration.ts";
import type { Pod } from "../objects/pod.ts";
import type { MigrationState, VirtualMachineInstance } from "../objects/virtual-machine.ts";
import type { Store } from "../store.ts";
import type { ControllerContext } from "./context.ts";
import { recordEvent, type Occurrence } from "./event-recorder.ts";
import { launcherPodsOf } from "./launcher-pods.ts";

/** What the VMI says of this migration; undefined before it is handed off, and once another one is. */
export function stateOf(
  migration: InstanceMigration,
  { status: { migrationState } }: VirtualMachineInstance,
): MigrationState | undefined {
  return migrationState?.migrationUid === migration.metadata.uid ? migrationState : undefined;
}

/** The launcher pod that the migration moves the guest to. */
export function targetPodOf(
  store: Store,
  { metadata: { uid } }: InstanceMigration,
  vmi: VirtualMachineInstance,
): Pod | undefined {
  return launcherPodsOf(store, vmi).find(({ metadata }) => metadata.labels?.[migrationJobLabel] === uid);
}

export function enterMigrationPhase(
  { store, clock }: ControllerContext,
  migration: InstanceMigration,
  phase: MigrationPhase,
): void {
  const entered = { phase, phaseTransitionTimestamp: timestampAt(clock, clock.now()) };
  const phaseTransitionTimestamps = [...(migration.status.phaseTransitionTimestamps ?? []), entered];
  store.update(migrationKind, {
    ...migration,
    status: { ...migration.status, phase, phaseTransitionTimestamps },
  });
}

export function sayOfMigration(
  context: ControllerContext,
  migration: InstanceMigration,
  reason: string,
  message: string,
  type: NonNullable<Occurrence["type"]> = "Normal",
): void {
  recordEvent(context, migration, { type, reason, message, component: "virtualmachine-controller" });
}
