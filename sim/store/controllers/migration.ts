import { isBeingDeleted, keyOf } from "../object.ts";
import { migrationJobLabel } from "../objects/launcher-pod.ts";
import {
  migrationIsFinal,
  migrationKind,
  migrationsByInstance,
  type InstanceMigration,
} from "../objects/migration.ts";
import { podIsFinished, podIsReady, podKind } from "../objects/pod.ts";
import {
  isFinal,
  isMigrating,
  virtualMachineInstanceKind,
  type VirtualMachineInstance,
} from "../objects/virtual-machine.ts";
import type { ControllerContext } from "./context.ts";
import { instanceOf } from "./launcher-pods.ts";
import { abandonMigration, failMigration, requestAbort, settleMigration } from "./migration-end.ts";
import { enterMigrationPhase, sayOfMigration, stateOf, targetPodOf } from "./migration-record.ts";
import { createTarget, handOff, overdueSeconds } from "./migration-target.ts";
import { componentWorks } from "./component-gate.ts";
import { WorkQueue } from "./work-queue.ts";

/** virt-controller's own delay between seeing a migration and acting on it. */
const reactionSeconds = 0.1;

/** Leads each VirtualMachineInstanceMigration through its phases: virt-controller's part of a live migration. */
export function startMigrationController(context: ControllerContext, launcherImage: () => string): void {
  const { store } = context;
  const queue = new WorkQueue(
    context.clock,
    (key) => {
      const nextSeconds = reconcile(context, key, launcherImage);
      if (nextSeconds !== undefined) queue.add(key, nextSeconds);
    },
    reactionSeconds,
    () => componentWorks(context, "virt-controller"),
  );
  const addAllOf = (vmi: VirtualMachineInstance) => {
    for (const migration of store.by(migrationsByInstance, keyOf(vmi.metadata)))
      if (!migrationIsFinal(migration)) queue.add(keyOf(migration.metadata));
  };
  store.watch(migrationKind, ({ object }) => queue.add(keyOf(object.metadata)));
  store.watch(virtualMachineInstanceKind, ({ object }) => addAllOf(object));
  store.watch(podKind, ({ object }) => {
    if (object.metadata.labels?.[migrationJobLabel] === undefined) return;
    const vmi = instanceOf(store, object);
    if (vmi !== undefined) addAllOf(vmi);
  });
}

/** Does what is to be done next for a migration; returns after how many seconds to look again, if at all. */
function reconcile(context: ControllerContext, key: string, launcherImage: () => string): number | undefined {
  const [namespace = "", name = ""] = key.split("/");
  const { store } = context;
  const migration = store.get(migrationKind, namespace, name);
  if (migration === undefined) return undefined;
  const vmi = store.get(virtualMachineInstanceKind, namespace, migration.spec.vmiName);
  if (migrationIsFinal(migration)) settleMigration(context, migration, vmi);
  else if (vmi === undefined)
    failMigration(context, migration, "Migration failed because vmi does not exist.");
  else {
    const failure = failureOf(context, migration, vmi);
    if (failure === undefined) return advance(context, migration, vmi, launcherImage);
    abandonMigration(context, migration, vmi, failure);
  }
  return undefined;
}

function failureOf(
  { store }: ControllerContext,
  migration: InstanceMigration,
  vmi: VirtualMachineInstance,
): string | undefined {
  const pod = targetPodOf(store, migration, vmi);
  const state = stateOf(migration, vmi);
  if (isFinal(vmi)) return "Migration failed vmi shutdown during migration.";
  if (isBeingDeleted(migration) && state === undefined) return "Migration failed due to being canceled";
  if (state?.failed === true) return "source node reported migration failed";
  if (state?.completed === true) return undefined;
  if (pod !== undefined && (podIsFinished(pod) || isBeingDeleted(pod)))
    return "Migration failed because target pod shutdown during migration";
  const created = migration.status.phase !== undefined && migration.status.phase !== "Pending";
  return created && pod === undefined
    ? "Migration target pod was removed during active migration."
    : undefined;
}

function advance(
  context: ControllerContext,
  migration: InstanceMigration,
  vmi: VirtualMachineInstance,
  launcherImage: () => string,
): number | undefined {
  const pod = targetPodOf(context.store, migration, vmi);
  const state = stateOf(migration, vmi);
  switch (migration.status.phase) {
    case undefined:
      if (isMigrating(vmi)) failMigration(context, migration, inProgress);
      else enterMigrationPhase(context, migration, "Pending");
      return undefined;
    case "Pending":
      if (pod === undefined) return createTarget(context, migration, vmi, launcherImage());
      enterMigrationPhase(context, migration, "Scheduling");
      return undefined;
    case "Scheduling":
      if (pod !== undefined && podIsReady(pod)) enterMigrationPhase(context, migration, "Scheduled");
      else if (pod !== undefined) return overdueSeconds(context, migration, pod);
      return undefined;
    case "Scheduled":
      if (state !== undefined) enterMigrationPhase(context, migration, "PreparingTarget");
      else if (pod !== undefined) handOff(context, migration, vmi, pod);
      return undefined;
    case "PreparingTarget":
      if (state?.targetNodeAddress !== undefined) enterMigrationPhase(context, migration, "TargetReady");
      return undefined;
    case "TargetReady":
      if (state?.startTimestamp !== undefined) enterMigrationPhase(context, migration, "Running");
      return undefined;
    case "Running":
      if (state?.completed === true) {
        sayOfMigration(context, migration, "SuccessfulMigration", "Source node reported migration succeeded");
        enterMigrationPhase(context, migration, "Succeeded");
      } else if (isBeingDeleted(migration)) requestAbort(context, migration, vmi);
      return undefined;
    default:
      return undefined;
  }
}

const inProgress = "VMI is not eligible for migration because another migration job is in progress.";
