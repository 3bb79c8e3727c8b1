import { timestampAt } from "../../clock/clock.ts";
import { isBeingDeleted, keyOf } from "../object.ts";
import {
  migrationFinalizer,
  migrationIsFinal,
  migrationKind,
  migrationsByInstance,
  type InstanceMigration,
} from "../objects/migration.ts";
import { podIsFinished, podKind } from "../objects/pod.ts";
import {
  migrationTargetLabel,
  virtualMachineInstanceKind,
  type MigrationState,
  type VirtualMachineInstance,
} from "../objects/virtual-machine.ts";
import type { ControllerContext } from "./context.ts";
import { finishLauncher } from "./launcher-kubelet.ts";
import { enterMigrationPhase, sayOfMigration, stateOf, targetPodOf } from "./migration-record.ts";

/** How many finished migrations of a VMI are kept. */
const keptMigrations = 5;
/** What a target's launcher gets to go, when nothing is to run in it. */
const launcherGraceSeconds = 30;

export function failMigration(
  context: ControllerContext,
  migration: InstanceMigration,
  message: string,
): void {
  sayOfMigration(context, migration, "FailedMigration", message, "Warning");
  enterMigrationPhase(context, migration, "Failed");
}

/** Asks the source's virt-handler to abort a migration that is being deleted while it runs. */
export function requestAbort(
  context: ControllerContext,
  migration: InstanceMigration,
  vmi: VirtualMachineInstance,
): void {
  const state = stateOf(migration, vmi);
  if (state === undefined || state.abortRequested === true) return;
  const status = { ...vmi.status, migrationState: { ...state, abortRequested: true } };
  context.store.update(virtualMachineInstanceKind, { ...vmi, status });
  const message = "Migration is ready to be canceled by virt-handler.";
  sayOfMigration(context, migration, "SuccessfulAbortMigration", message);
}

/** The migration cannot go on: the target goes, the guest stays where it is. */
export function abandonMigration(
  context: ControllerContext,
  migration: InstanceMigration,
  vmi: VirtualMachineInstance,
  failure: string,
): void {
  const { store, clock } = context;
  const pod = targetPodOf(store, migration, vmi);
  if (pod !== undefined && !podIsFinished(pod) && !isBeingDeleted(pod)) {
    finishLauncher(context, pod);
    store.delete(podKind, pod.metadata.namespace, pod.metadata.name, launcherGraceSeconds);
  }
  const state = stateOf(migration, vmi);
  if (state !== undefined && state.completed !== true) {
    const now = timestampAt(clock, clock.now());
    store.update(virtualMachineInstanceKind, withFailedMigration(vmi, state, now, "Target pod is down"));
  }
  failMigration(context, migration, failure);
}

/** The VMI after a migration that failed: without its target, and with the reason. */
export function withFailedMigration(
  vmi: VirtualMachineInstance,
  state: MigrationState,
  now: string,
  failureReason: string,
): VirtualMachineInstance {
  const { [migrationTargetLabel]: _, ...labels } = vmi.metadata.labels ?? {};
  const activePods = Object.fromEntries(
    Object.entries(vmi.status.activePods ?? {}).filter(([, node]) => node !== state.targetNode),
  );
  return {
    ...vmi,
    metadata: { ...vmi.metadata, labels },
    status: {
      ...vmi.status,
      activePods,
      migrationState: {
        ...state,
        startTimestamp: state.startTimestamp ?? now,
        endTimestamp: now,
        completed: true,
        failed: true,
        failureReason,
      },
    },
  };
}

/** A finished migration keeps what its VMI knew of it, and goes when it is deleted or one of too many. */
export function settleMigration(
  { store }: ControllerContext,
  migration: InstanceMigration,
  vmi: VirtualMachineInstance | undefined,
): void {
  const state = vmi === undefined ? undefined : stateOf(migration, vmi);
  const finalizers = (migration.metadata.finalizers ?? []).filter((name) => name !== migrationFinalizer);
  store.update(migrationKind, {
    ...migration,
    metadata: { ...migration.metadata, finalizers },
    status: { ...migration.status, ...(state === undefined ? {} : { migrationState: state }) },
  });
  const { namespace } = migration.metadata;
  const finished = store
    .by(migrationsByInstance, keyOf({ namespace, name: migration.spec.vmiName }))
    .filter(migrationIsFinal)
    .sort((a, b) => (a.metadata.creationTimestamp < b.metadata.creationTimestamp ? -1 : 1));
  const surplus = vmi === undefined ? finished : finished.slice(0, -keptMigrations);
  for (const { metadata } of surplus) store.delete(migrationKind, namespace, metadata.name);
}
