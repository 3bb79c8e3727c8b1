import { nameSuffix } from "../../model/random.ts";
import { controllerOf, keyOf } from "../object.ts";
import { podIsReady, podKind, type Pod } from "../objects/pod.ts";
import { replicaSetKind, type ReplicaSet } from "../objects/workloads.ts";
import type { ControllerContext } from "./context.ts";
import { activePodsOf, podFromTemplate } from "./owned-pods.ts";
import { WorkQueue } from "./work-queue.ts";

/** Keeps as many pods per ReplicaSet as it asks for: replaces what is gone, deletes what is too much. */
export function startReplicaSetController(context: ControllerContext): void {
  const { store } = context;
  const made = new Map<string, number>();
  const queue = new WorkQueue(context.clock, (key) => reconcile(context, made, key));
  store.subscribe(({ kind, object }) => {
    if (kind === replicaSetKind) queue.add(keyOf(object.metadata));
    const owner = kind === podKind ? controllerOf(object) : undefined;
    if (owner?.kind === "ReplicaSet") {
      queue.add(keyOf({ namespace: object.metadata.namespace, name: owner.name }));
    }
  });
  for (const replicaSet of store.list(replicaSetKind)) queue.add(keyOf(replicaSet.metadata));
}

function reconcile(context: ControllerContext, made: Map<string, number>, key: string): void {
  const [namespace = "", name = ""] = key.split("/");
  const { store } = context;
  const replicaSet = store.get(replicaSetKind, namespace, name);
  if (replicaSet === undefined || replicaSet.metadata.deletionTimestamp !== undefined) return;
  const pods = activePodsOf(store, replicaSet);
  for (let missing = replicaSet.spec.replicas - pods.length; missing > 0; missing--) {
    const nth = made.get(key) ?? 0;
    made.set(key, nth + 1);
    const podName = `${name}-${nameSuffix(5, context.seed, "pod", key, nth)}`;
    store.create(podKind, podFromTemplate(replicaSet, replicaSet.spec.template, podName));
  }
  for (const pod of surplus(replicaSet, pods)) {
    store.delete(podKind, namespace, pod.metadata.name, pod.spec.terminationGracePeriodSeconds ?? 30);
  }
  const active = activePodsOf(store, replicaSet);
  store.update(replicaSetKind, { ...replicaSet, status: statusOf(active) });
}

/** Pods that are not ready go first, then the youngest, as the real controller chooses. */
function surplus(replicaSet: ReplicaSet, pods: readonly Pod[]): readonly Pod[] {
  const worth = (pod: Pod) =>
    `${podIsReady(pod) ? 1 : 0} ${pod.metadata.creationTimestamp} ${pod.metadata.name}`;
  const leastWorthFirst = [...pods].sort((a, b) => {
    if (podIsReady(a) !== podIsReady(b)) return podIsReady(a) ? 1 : -1;
    return worth(a) < worth(b) ? 1 : -1;
  });
  return leastWorthFirst.slice(0, Math.max(0, pods.length - replicaSet.spec.replicas));
}

function statusOf(pods: readonly Pod[]): ReplicaSet["status"] {
  const ready = pods.filter(podIsReady).length;
  return {
    replicas: pods.length,
    fullyLabeledReplicas: pods.length,
    ...(ready === 0 ? {} : { readyReplicas: ready, availableReplicas: ready }),
    observedGeneration: 1,
  };
}
