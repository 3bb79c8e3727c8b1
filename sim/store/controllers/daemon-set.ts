import { nameSuffix } from "../../model/random.ts";
import { controllerOf, keyOf } from "../object.ts";
import { nodeKind, type Node } from "../objects/node.ts";
import { podIsFinished, podIsReady, podKind, podsByController, type Pod } from "../objects/pod.ts";
import {
  daemonSetKind,
  resolveIntOrPercent,
  revisionHashLabel,
  templateGenerationLabel,
  type DaemonSet,
} from "../objects/workloads.ts";
import { matchesNodeAffinity } from "../scheduling/affinity.ts";
import type { ControllerContext } from "./context.ts";
import { ensureRevision } from "./daemon-set-revision.ts";
import { recordEvent } from "./event-recorder.ts";
import { deleteOwnedPod, isActive, podFromTemplate } from "./owned-pods.ts";
import { WorkQueue } from "./work-queue.ts";

const component = "daemonset-controller";
/**
 * From a change to the controller's reaction, which looks at every pod: at least so long, and longer with many. A
 * thousand pods that start together are not worth a thousand rounds.
 */
const leastReactionSeconds = 0.02;
const reactionSecondsPerPod = 0.0005;

/** Keeps one pod of each DaemonSet on every node it wants one on, and replaces them when the template changes. */
export function startDaemonSetController(context: ControllerContext): void {
  const { store } = context;
  const queue = new WorkQueue(
    context.clock,
    (key) => reconcile(context, key),
    (key) => reactionSeconds(context, key),
  );
  const addAll = () => {
    for (const daemonSet of store.list(daemonSetKind)) queue.add(keyOf(daemonSet.metadata));
  };
  store.watch(daemonSetKind, ({ object }) => queue.add(keyOf(object.metadata)));
  store.watch(nodeKind, ({ type, object, previous }) => {
    // A node's heartbeats concern no DaemonSet; its coming and going and its labels do.
    if (type !== "MODIFIED" || previous?.metadata.labels !== object.metadata.labels) addAll();
  });
  store.watch(podKind, ({ object }) => {
    const owner = controllerOf(object);
    if (owner?.kind === "DaemonSet") {
      queue.add(keyOf({ namespace: object.metadata.namespace, name: owner.name }));
    }
  });
  addAll();
}

function reactionSeconds(context: ControllerContext, key: string): number {
  const daemonSet = daemonSetOf(context, key);
  const pods = daemonSet === undefined ? 0 : podsOf(context, daemonSet).length;
  return Math.max(leastReactionSeconds, reactionSecondsPerPod * pods);
}

function daemonSetOf({ store }: ControllerContext, key: string): DaemonSet | undefined {
  const [namespace = "", name = ""] = key.split("/");
  return store.get(daemonSetKind, namespace, name);
}

function reconcile(context: ControllerContext, key: string): void {
  const { store } = context;
  const daemonSet = daemonSetOf(context, key);
  if (daemonSet === undefined || daemonSet.metadata.deletionTimestamp !== undefined) return;
  const hash = ensureRevision(context, daemonSet);
  const wanted = store.list(nodeKind).filter((node) => wants(daemonSet, node));
  replaceFinished(context, daemonSet);
  createMissing(context, daemonSet, wanted, hash);
  deleteUnwanted(context, daemonSet, new Set(wanted.map(({ metadata }) => metadata.name)));
  replaceOutdated(context, daemonSet, wanted.length, hash);
  const pods = podsOf(context, daemonSet).filter(isActive);
  const status = statusOf(daemonSet, wanted.length, pods, hash);
  store.update(daemonSetKind, { ...daemonSet, status });
}

function podsOf({ store }: ControllerContext, daemonSet: DaemonSet): Pod[] {
  return store.by(podsByController, daemonSet.metadata.uid);
}

/** A node gets its pod when the one before it is gone for good, not while that is still ending. */
function createMissing(
  context: ControllerContext,
  daemonSet: DaemonSet,
  wanted: readonly Node[],
  hash: string,
): void {
  const served = new Set(podsOf(context, daemonSet).map((pod) => pod.spec.nodeName));
  const labels = {
    [revisionHashLabel]: hash,
    [templateGenerationLabel]: String(daemonSet.metadata.generation ?? 1),
  };
  for (const { metadata } of wanted) {
    if (served.has(metadata.name)) continue;
    const name = freeName(context, daemonSet, metadata.name);
    const more = { labels, nodeName: metadata.name };
    context.store.create(podKind, podFromTemplate(daemonSet, daemonSet.spec.template, name, more));
    const message = `Created pod: ${name}`;
    recordEvent(context, daemonSet, { reason: "SuccessfulCreate", message, component });
  }
}

/** Keyed by node, so that one node more does not rename the pods of the others. */
function freeName({ store, seed }: ControllerContext, { metadata }: DaemonSet, nodeName: string): string {
  for (let nth = 0; ; nth++) {
    const suffix = nameSuffix(5, seed, "pod", keyOf(metadata), nodeName, store.clock.now(), nth);
    const name = `${metadata.name}-${suffix}`;
    if (store.get(podKind, metadata.namespace, name) === undefined) return name;
  }
}

function replaceFinished(context: ControllerContext, daemonSet: DaemonSet): void {
  for (const pod of podsOf(context, daemonSet)) {
    if (podIsFinished(pod) && pod.metadata.deletionTimestamp === undefined)
      deleteOwnedPod(context, daemonSet, pod, component);
  }
}

/** A pod on a node that is not wanted any more ends; one on a node that is gone is the pod collector's. */
function deleteUnwanted(context: ControllerContext, daemonSet: DaemonSet, wanted: ReadonlySet<string>): void {
  for (const pod of podsOf(context, daemonSet).filter(isActive)) {
    const { nodeName = "" } = pod.spec;
    if (wanted.has(nodeName) || context.store.get(nodeKind, undefined, nodeName) === undefined) continue;
    deleteOwnedPod(context, daemonSet, pod, component);
  }
}

/** Old pods that do not work anyway go first and at once; of the others as many as may be missing. */
function replaceOutdated(
  context: ControllerContext,
  daemonSet: DaemonSet,
  desired: number,
  hash: string,
): void {
  if (daemonSet.spec.updateStrategy?.type === "OnDelete") return;
  const active = podsOf(context, daemonSet).filter(isActive);
  const outdated = active.filter(({ metadata }) => metadata.labels?.[revisionHashLabel] !== hash);
  const { maxUnavailable } = daemonSet.spec.updateStrategy?.rollingUpdate ?? {};
  const allowed = Math.max(1, resolveIntOrPercent(maxUnavailable, 1, desired, "up"));
  const unavailable = desired - active.filter(podIsReady).length;
  const idle = outdated.filter((pod) => !podIsReady(pod));
  const working = outdated
    .filter(podIsReady)
    .sort(byNode)
    .slice(0, Math.max(0, allowed - unavailable));
  for (const pod of [...idle, ...working]) deleteOwnedPod(context, daemonSet, pod, component);
}

function byNode(a: Pod, b: Pod): number {
  return (a.spec.nodeName ?? "") < (b.spec.nodeName ?? "") ? -1 : 1;
}

function wants({ spec }: DaemonSet, node: Node): boolean {
  return (
    node.metadata.deletionTimestamp === undefined &&
    matchesNodeAffinity({ spec: spec.template.spec }, node.metadata.labels)
  );
}

function statusOf(
  { metadata }: DaemonSet,
  desired: number,
  pods: readonly Pod[],
  hash: string,
): DaemonSet["status"] {
  const ready = pods.filter(podIsReady).length;
  const updated = pods.filter((pod) => pod.metadata.labels?.[revisionHashLabel] === hash).length;
  return {
    currentNumberScheduled: pods.length,
    desiredNumberScheduled: desired,
    numberMisscheduled: 0,
    numberReady: ready,
    ...(ready === 0 ? {} : { numberAvailable: ready }),
    ...(desired > ready ? { numberUnavailable: desired - ready } : {}),
    ...(updated === 0 ? {} : { updatedNumberScheduled: updated }),
    observedGeneration: metadata.generation ?? 1,
  };
}
