import { nameSuffix } from "../../model/random.ts";
import { controllerOf, keyOf } from "../object.ts";
import { nodeKind, type Node } from "../objects/node.ts";
import { podIsReady, podKind, type Pod } from "../objects/pod.ts";
import { daemonSetKind, type DaemonSet } from "../objects/workloads.ts";
import { matchesLabels } from "../selector.ts";
import type { ControllerContext } from "./context.ts";
import { activePodsOf, podFromTemplate } from "./owned-pods.ts";
import { WorkQueue } from "./work-queue.ts";

/** Keeps one pod of each DaemonSet on every node it wants one on. */
export function startDaemonSetController(context: ControllerContext): void {
  const { store } = context;
  const made = new Map<string, number>();
  const queue = new WorkQueue(context.clock, (key) => reconcile(context, made, key));
  const addAll = () => {
    for (const daemonSet of store.list(daemonSetKind)) queue.add(keyOf(daemonSet.metadata));
  };
  store.subscribe(({ kind, object, type }) => {
    if (kind === daemonSetKind) queue.add(keyOf(object.metadata));
    // A node's heartbeats concern no DaemonSet; its coming and going does.
    if (kind === nodeKind && type !== "MODIFIED") addAll();
    const owner = kind === podKind ? controllerOf(object) : undefined;
    if (owner?.kind === "DaemonSet")
      queue.add(keyOf({ namespace: object.metadata.namespace, name: owner.name }));
  });
  addAll();
}

function reconcile(context: ControllerContext, made: Map<string, number>, key: string): void {
  const [namespace = "", name = ""] = key.split("/");
  const { store } = context;
  const daemonSet = store.get(daemonSetKind, namespace, name);
  if (daemonSet === undefined || daemonSet.metadata.deletionTimestamp !== undefined) return;
  const wanted = store.list(nodeKind).filter((node) => wants(daemonSet, node));
  const served = new Set(activePodsOf(store, daemonSet).map((pod) => pod.spec.nodeName));
  for (const node of wanted.filter(({ metadata }) => !served.has(metadata.name))) {
    const onNode = `${key} ${node.metadata.name}`;
    const nth = made.get(onNode) ?? 0;
    made.set(onNode, nth + 1);
    // Keyed by node, so that one node more does not rename the pods of the others.
    const podName = `${name}-${nameSuffix(5, context.seed, "pod", onNode, nth)}`;
    store.create(
      podKind,
      podFromTemplate(daemonSet, daemonSet.spec.template, podName, { nodeName: node.metadata.name }),
    );
  }
  store.update(daemonSetKind, {
    ...daemonSet,
    status: statusOf(wanted.length, activePodsOf(store, daemonSet)),
  });
}

function wants(daemonSet: DaemonSet, node: Node): boolean {
  return (
    node.metadata.deletionTimestamp === undefined &&
    matchesLabels(node.metadata.labels, daemonSet.spec.template.spec.nodeSelector ?? {})
  );
}

function statusOf(desired: number, pods: readonly Pod[]): DaemonSet["status"] {
  const ready = pods.filter(podIsReady).length;
  return {
    currentNumberScheduled: pods.length,
    desiredNumberScheduled: desired,
    numberMisscheduled: 0,
    numberReady: ready,
    ...(ready === 0 ? {} : { numberAvailable: ready }),
    ...(desired > ready ? { numberUnavailable: desired - ready } : {}),
    updatedNumberScheduled: pods.length,
    observedGeneration: 1,
  };
}
