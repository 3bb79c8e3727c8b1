import { timestampAt } from "../../clock/clock.ts";
import { releaseOf, type ComponentKind, type KubeVirtVersion } from "../../model/components.ts";
import { rollOutComponent } from "../actions/workloads.ts";
import { versionOfImage } from "../bootstrap/component-pods.ts";
import { kubeVirtNamespace } from "../bootstrap/service-accounts.ts";
import { withCondition, type Condition } from "../objects/conditions.ts";
import { kubeVirtKind, kubeVirtOf, type KubeVirt } from "../objects/kubevirt.ts";
import { daemonSetKind, deploymentKind, type DaemonSet, type Deployment } from "../objects/workloads.ts";
import type { Store } from "../store.ts";
import { componentWorks } from "./component-gate.ts";
import type { ControllerContext } from "./context.ts";
import { paceHandlers, resetPace } from "./handler-canary.ts";
import { WorkQueue } from "./work-queue.ts";

const reactionSeconds = 0.5;
/** virt-operator updates one after the other, the API last: old clients are to find an old API. */
const order: readonly ComponentKind[] = ["virt-handler", "virt-controller", "virt-api"];

/**
 * Plays virt-operator's part in an upgrade: when virt-operator itself is of another release than the KubeVirt
 * object says, it rolls the other components out in their order, and then says that it has.
 */
export function startUpgradeController(context: ControllerContext): void {
  const { store } = context;
  const queue = new WorkQueue(
    context.clock,
    () => reconcile(context),
    reactionSeconds,
    () => componentWorks(context, "virt-operator"),
  );
  const changed = () => queue.add("kubevirt");
  store.watch(kubeVirtKind, changed);
  store.watch(deploymentKind, ({ object }) => {
    if (object.metadata.namespace === kubeVirtNamespace) changed();
  });
  store.watch(daemonSetKind, ({ object }) => {
    if (object.metadata.namespace === kubeVirtNamespace) changed();
  });
}

function reconcile(context: ControllerContext): void {
  const { store } = context;
  const kubeVirt = kubeVirtOf(store);
  const operator = workloadOf(store, "virt-operator");
  const target = operator === undefined ? undefined : versionOf(operator);
  if (kubeVirt === undefined || operator === undefined || target === undefined) return;
  const release = releaseOf(target);
  if (kubeVirt.status.observedKubeVirtVersion === release || !isComplete(operator)) return;
  if (kubeVirt.status.targetKubeVirtVersion !== release) return begin(context, kubeVirt, release);
  for (const component of order) {
    const workload = workloadOf(store, component);
    if (workload === undefined) continue;
    if (versionOf(workload) !== target) return void rollOutComponent(store, component, target);
    const complete = isComplete(workload);
    if (isDaemonSet(workload)) {
      if (complete) resetPace(store, workload);
      else paceHandlers(store, workload, target);
    }
    if (!complete) return;
  }
  finish(context, kubeVirt, release);
}

function workloadOf(store: Store, component: ComponentKind): Deployment | DaemonSet | undefined {
  return component === "virt-handler"
    ? store.get(daemonSetKind, kubeVirtNamespace, component)
    : store.get(deploymentKind, kubeVirtNamespace, component);
}

function versionOf({ spec }: Deployment | DaemonSet): KubeVirtVersion | undefined {
  return versionOfImage(spec.template.spec.containers[0]?.image ?? "");
}

/** Whether the controller has seen the present template, and every pod is of it and ready. */
function isComplete(workload: Deployment | DaemonSet): boolean {
  if (workload.status.observedGeneration !== workload.metadata.generation) return false;
  if (isDaemonSet(workload)) {
    const { desiredNumberScheduled, updatedNumberScheduled = 0, numberReady } = workload.status;
    return updatedNumberScheduled === desiredNumberScheduled && numberReady === desiredNumberScheduled;
  }
  const { replicas = 0, updatedReplicas = 0, readyReplicas = 0 } = workload.status;
  const wanted = workload.spec.replicas;
  return replicas === wanted && updatedReplicas === wanted && readyReplicas === wanted;
}

function isDaemonSet(workload: Deployment | DaemonSet): workload is DaemonSet {
  return workload.kind === "DaemonSet";
}

function begin(context: ControllerContext, kubeVirt: KubeVirt, release: string): void {
  const status = { phase: "Deploying", targetKubeVirtVersion: release, operatorVersion: release };
  const message = `Transitioning from previous version ${kubeVirt.status.observedKubeVirtVersion ?? ""} to target version ${release}`;
  report(context, kubeVirt, status, [
    { type: "Progressing", status: "True", reason: "UpdateInProgress", message },
    { type: "Degraded", status: "True", reason: "UpdateInProgress", message },
  ]);
}

function finish(context: ControllerContext, kubeVirt: KubeVirt, release: string): void {
  const ready = { reason: "AllComponentsReady", message: "All components are ready." };
  report(context, kubeVirt, { phase: "Deployed", observedKubeVirtVersion: release }, [
    { type: "Progressing", status: "False", ...ready },
    { type: "Degraded", status: "False", ...ready },
  ]);
}

function report(
  { store, clock }: ControllerContext,
  kubeVirt: KubeVirt,
  status: Partial<KubeVirt["status"]>,
  conditions: readonly Condition[],
): void {
  const now = timestampAt(clock, clock.now());
  store.update(kubeVirtKind, {
    ...kubeVirt,
    status: {
      ...kubeVirt.status,
      ...status,
      conditions: conditions.reduce<readonly Condition[]>(
        (all, condition) => withCondition(all, { ...condition, lastProbeTime: now, lastTransitionTime: now }),
        kubeVirt.status.conditions ?? [],
      ),
    },
  });
}
