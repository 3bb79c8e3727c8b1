import { nameSuffix } from "../../model/random.ts";
import { isBeingDeleted, keyOf } from "../object.ts";
import { conditionIsTrue } from "../objects/conditions.ts";
import { evictionStrategyOf, migrationSettingsOf } from "../objects/kubevirt.ts";
import {
  evacuationAnnotation,
  migrationIsFinal,
  migrationKind,
  migrationsByInstance,
} from "../objects/migration.ts";
import { nodeKind } from "../objects/node.ts";
import { podIsFinished } from "../objects/pod.ts";
import {
  instancesByNode,
  isFinal,
  isMigrating,
  virtualMachineInstanceKind,
  type VirtualMachineInstance,
} from "../objects/virtual-machine.ts";
import type { ControllerContext } from "./context.ts";
import { recordEvent } from "./event-recorder.ts";
import { launcherPodsOf } from "./launcher-pods.ts";
import { outboundFrom, runningMigrations } from "./migration-limits.ts";
import { componentWorks } from "./component-gate.ts";
import { WorkQueue } from "./work-queue.ts";

const component = "evacuation-controller";
const reactionSeconds = 0.1;
const retrySeconds = 5;
const warnAgainSeconds = 60;

/**
 * Empties nodes by live migration: of the VMIs whose pods' eviction was asked for, and of all VMIs on a node
 * with KubeVirt's drain taint. It makes as many migrations at once as the cluster and the node allow.
 */
export function startEvacuationController(context: ControllerContext): void {
  const { store } = context;
  const queue = new WorkQueue(
    context.clock,
    (nodeName) => {
      const nextSeconds = reconcile(context, nodeName);
      if (nextSeconds !== undefined) queue.add(nodeName, nextSeconds);
    },
    reactionSeconds,
    () => componentWorks(context, "virt-controller"),
  );
  store.watch(virtualMachineInstanceKind, ({ object }) => {
    const { nodeName, evacuationNodeName } = object.status;
    if (nodeName !== undefined && evacuationNodeName !== undefined) queue.add(nodeName);
  });
  store.watch(migrationKind, ({ object }) => {
    const nodeName = object.metadata.annotations?.[evacuationAnnotation];
    if (nodeName !== undefined) queue.add(nodeName);
  });
  store.watch(nodeKind, ({ object, previous }) => {
    if (previous?.spec.taints !== object.spec.taints) queue.add(object.metadata.name);
  });
}

/** Makes the node's next migrations; returns after how many seconds to look again, if at all. */
function reconcile(context: ControllerContext, nodeName: string): number | undefined {
  const { store } = context;
  const settings = migrationSettingsOf(store);
  const leaving = leavingFrom(context, nodeName, settings.nodeDrainTaintKey);
  const candidates = leaving.filter((vmi) => migratable(vmi) && isFree(context, vmi));
  const stuck = leaving.filter((vmi) => !migratable(vmi));
  if (candidates.length === 0 && stuck.length === 0) return undefined;
  const running = runningMigrations(store);
  const room = Math.min(
    settings.parallelMigrationsPerCluster - running.length,
    settings.parallelOutboundMigrationsPerNode - outboundFrom(store, nodeName, running),
  );
  if (room <= 0) return retrySeconds;
  for (const vmi of candidates.slice(0, room)) migrate(context, vmi, nodeName);
  const message = "VirtualMachineInstance is not migrateable";
  for (const vmi of stuck.slice(0, Math.max(0, room - candidates.length)))
    recordEvent(context, vmi, { reason: "FailedCreate", message, component });
  if (candidates.length > room) return retrySeconds;
  return stuck.length > 0 ? warnAgainSeconds : undefined;
}

function leavingFrom(
  { store }: ControllerContext,
  nodeName: string,
  drainTaint: string,
): VirtualMachineInstance[] {
  const taints = store.get(nodeKind, undefined, nodeName)?.spec.taints;
  const drained = taints?.some(({ key, effect }) => key === drainTaint && effect === "NoSchedule") ?? false;
  return store.by(instancesByNode, nodeName).filter((vmi) => {
    if (isFinal(vmi) || isBeingDeleted(vmi)) return false;
    const strategy = evictionStrategyOf(store, vmi.spec);
    if (strategy !== "LiveMigrate" && strategy !== "LiveMigrateIfPossible") return false;
    return drained || (vmi.status.evacuationNodeName === nodeName && !isMigrating(vmi));
  });
}

function migratable(vmi: VirtualMachineInstance): boolean {
  return conditionIsTrue(vmi.status.conditions, "LiveMigratable");
}

/** Not migrating yet, and without a pod left over from an earlier migration. */
function isFree({ store }: ControllerContext, vmi: VirtualMachineInstance): boolean {
  const migrating = store.by(migrationsByInstance, keyOf(vmi.metadata)).some((one) => !migrationIsFinal(one));
  return !migrating && launcherPodsOf(store, vmi).filter((pod) => !podIsFinished(pod)).length <= 1;
}

function migrate(context: ControllerContext, vmi: VirtualMachineInstance, nodeName: string): void {
  const { store, clock, seed } = context;
  const { namespace = "", name: vmiName, uid } = vmi.metadata;
  const name = `kubevirt-evacuation-${nameSuffix(5, seed, "evacuation", uid, clock.now())}`;
  store.create(migrationKind, {
    apiVersion: "kubevirt.io/v1",
    kind: "VirtualMachineInstanceMigration",
    metadata: {
      name,
      generateName: "kubevirt-evacuation-",
      namespace,
      annotations: { [evacuationAnnotation]: nodeName },
    },
    spec: { vmiName },
    status: {},
  });
  recordEvent(context, vmi, { reason: "SuccessfulCreate", message: `Created Migration ${name}`, component });
}
