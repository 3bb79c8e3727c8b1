import { nameSuffix } from "../../model/random.ts";
import { controllerOf, keyOf } from "../object.ts";
import { podIsReady, podKind, type Pod } from "../objects/pod.ts";
import { replicaSetKind, type ReplicaSet } from "../objects/workloads.ts";
import type { ControllerContext } from "./context.ts";
import { recordEvent } from "./event-recorder.ts";
import { activePodsOf, deleteOwnedPod, podFromTemplate } from "./owned-pods.ts";
import { WorkQueue } from "./work-queue.ts";

const component = "replicaset-controller";

/** Keeps as many pods per ReplicaSet as it asks for: replaces what is gone, deletes what is too much. */
export function startReplicaSetController(context: ControllerContext): void {
  const { store } = context;
  const queue = new WorkQueue(context.clock, (key) => reconcile(context, key));
  store.watch(replicaSetKind, ({ object }) => queue.add(keyOf(object.metadata)));
  store.watch(podKind, ({ object }) => {
    const owner = controllerOf(object);
    if (owner?.kind === "ReplicaSet") {
      queue.add(keyOf({ namespace: object.metadata.namespace, name: owner.name }));
    }
  });
  for (const replicaSet of store.list(replicaSetKind)) queue.add(keyOf(replicaSet.metadata));
}

function reconcile(context: ControllerContext, key: string): void {
  const [namespace = "", name = ""] = key.split("/");
  const { store } = context;
  const replicaSet = store.get(replicaSetKind, namespace, name);
  if (replicaSet === undefined || replicaSet.metadata.deletionTimestamp !== undefined) return;
  const pods = activePodsOf(store, replicaSet);
  for (let missing = replicaSet.spec.replicas - pods.length; missing > 0; missing--) {
    const podName = freeName(context, replicaSet);
    store.create(podKind, podFromTemplate(replicaSet, replicaSet.spec.template, podName));
    const message = `Created pod: ${podName}`;
    recordEvent(context, replicaSet, { reason: "SuccessfulCreate", message, component });
  }
  for (const pod of surplus(replicaSet, pods)) deleteOwnedPod(context, replicaSet, pod, component);
  const status = statusOf(replicaSet, activePodsOf(store, replicaSet));
  store.update(replicaSetKind, { ...replicaSet, status });
}

/** A name that no pod of this ReplicaSet has. */
function freeName({ store, seed }: ControllerContext, { metadata }: ReplicaSet): string {
  for (let nth = 0; ; nth++) {
    const name = `${metadata.name}-${nameSuffix(5, seed, "pod", metadata.uid, store.clock.now(), nth)}`;
    if (store.get(podKind, metadata.namespace, name) === undefined) return name;
  }
}

/** Pods that are not ready go first, then the youngest, as the real controller chooses. */
function surplus(replicaSet: ReplicaSet, pods: readonly Pod[]): readonly Pod[] {
  const leastWorthFirst = [...pods].sort((a, b) => {
    if (podIsReady(a) !== podIsReady(b)) return podIsReady(a) ? 1 : -1;
    return age(a) < age(b) ? 1 : -1;
  });
  return leastWorthFirst.slice(0, Math.max(0, pods.length - replicaSet.spec.replicas));
}

function age({ metadata }: Pod): string {
  return `${metadata.creationTimestamp} ${metadata.name}`;
}

function statusOf({ metadata }: ReplicaSet, pods: readonly Pod[]): ReplicaSet["status"] {
  const ready = pods.filter(podIsReady).length;
  return {
    replicas: pods.length,
    fullyLabeledReplicas: pods.length,
    ...(ready === 0 ? {} : { readyReplicas: ready, availableReplicas: ready }),
    observedGeneration: metadata.generation ?? 1,
  };
}
