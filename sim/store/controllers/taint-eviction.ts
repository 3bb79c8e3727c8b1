import { source, timestampAt, type Timer } from "../../clock/clock.ts";
import { isBeingDeleted } from "../object.ts";
import { withCondition } from "../objects/conditions.ts";
import { nodeKind } from "../objects/node.ts";
import { podIsFinished, podKind, podsByNode, type Pod } from "../objects/pod.ts";
import { tolerates, tolerationsOf } from "../scheduling/taints.ts";
import type { Taint } from "../objects/taint.ts";
import type { ControllerContext } from "./context.ts";
import { recordEvent } from "./event-recorder.ts";

/** Deletes the pods of nodes with NoExecute taints: at once, or when what they tolerate is over. */
export function startTaintEvictionController(context: ControllerContext): void {
  const { store, clock } = context;
  const evictions = new Map<string, Timer>();
  const cancel = (uid: string) => {
    const timer = evictions.get(uid);
    if (timer !== undefined) clock.cancel(timer);
    evictions.delete(uid);
  };
  const consider = (pod: Pod, taints: readonly Taint[]) => {
    const { uid, namespace, name } = pod.metadata;
    const seconds = toleratedSeconds(pod, taints);
    if (seconds === Infinity) {
      cancel(uid);
      return;
    }
    if (evictions.has(uid) || isBeingDeleted(pod) || podIsFinished(pod)) return;
    const timer = clock.at(clock.now() + seconds, source.controller, () => {
      evictions.delete(uid);
      const present = store.get(podKind, namespace, name);
      if (present?.metadata.uid === uid && !isBeingDeleted(present)) evictFrom(context, present);
    });
    evictions.set(uid, timer);
  };
  store.watch(nodeKind, ({ type, object, previous }) => {
    if (type === "DELETED" || previous?.spec.taints === object.spec.taints) return;
    const taints = executing(object.spec.taints);
    for (const pod of store.by(podsByNode, object.metadata.name)) consider(pod, taints);
  });
  store.watch(podKind, ({ type, object, previous }) => {
    if (type === "DELETED") return cancel(object.metadata.uid);
    if (object.spec.nodeName === undefined || object.spec.nodeName === previous?.spec.nodeName) return;
    const taints = executing(store.get(nodeKind, undefined, object.spec.nodeName)?.spec.taints);
    if (taints.length > 0) consider(object, taints);
  });
}

function executing(taints: readonly Taint[] | undefined): readonly Taint[] {
  return taints?.filter(({ effect }) => effect === "NoExecute") ?? [];
}

/** How long the pod bears all these taints together, in seconds. */
function toleratedSeconds(pod: Pod, taints: readonly Taint[]): number {
  const each = taints.map((taint) => {
    const matching = tolerationsOf(pod).filter((toleration) => tolerates(toleration, taint));
    if (matching.length === 0) return 0;
    return Math.min(...matching.map(({ tolerationSeconds = Infinity }) => Math.max(0, tolerationSeconds)));
  });
  return Math.min(Infinity, ...each);
}

function evictFrom(context: ControllerContext, pod: Pod): void {
  const { store, clock } = context;
  const { namespace = "", name } = pod.metadata;
  const disrupted = {
    type: "DisruptionTarget",
    status: "True",
    reason: "DeletionByTaintManager",
    message: "Taint manager: deleting due to NoExecute taint",
    lastTransitionTime: timestampAt(clock, clock.now()),
  } as const;
  const conditions = withCondition(pod.status.conditions, disrupted);
  store.update(podKind, { ...pod, status: { ...pod.status, conditions } });
  recordEvent(context, pod, {
    reason: "TaintManagerEviction",
    message: `Marking for deletion Pod ${namespace}/${name}`,
    component: "taint-eviction-controller",
  });
  store.delete(podKind, namespace, name, pod.spec.terminationGracePeriodSeconds ?? 30);
}
