import { timestampAt } from "../../clock/clock.ts";
import type { Machines } from "../machines.ts";
import { withCondition, type Condition } from "../objects/conditions.ts";
import { healthyConditions, nodeKind, type Node } from "../objects/node.ts";
import { podIsReady, podKind, podsByNode, type Pod } from "../objects/pod.ts";
import { unreachableTaint, unschedulableTaint, withoutTaint, withTaint } from "../objects/taint.ts";
import { after, keyedDelay, type ControllerContext } from "./context.ts";
import { recordEvent } from "./event-recorder.ts";

const component = "node-controller";
/** From a node's loss until it counts as lost: 50 s after its last heartbeat, which is up to 10 s old, looked at every 5 s. */
const graceDelay = { low: 40, high: 55 };
const cordonDelay = { low: 0.01, high: 0.1 };

/** Marks nodes that fell silent, and what runs on them, and those that are back, and turns `spec.unschedulable` into its taint. */
export function startNodeLifecycleController(context: ControllerContext, machines: Machines): void {
  const { store } = context;
  machines.onLoss((nodeName) => {
    after(context, keyedDelay(context, graceDelay, "node lost", nodeName), () => {
      const node = store.get(nodeKind, undefined, nodeName);
      if (node !== undefined && machines.isLost(nodeName)) markUnknown(context, node);
    });
  });
  machines.onReturn((nodeName) => markReady(context, nodeName));
  store.watch(nodeKind, ({ type, object, previous }) => {
    const { name } = object.metadata;
    if (type === "ADDED")
      say(context, object, "RegisteredNode", `Node ${name} event: Registered Node ${name} in Controller`);
    if (type === "DELETED" || previous?.spec.unschedulable === object.spec.unschedulable) return;
    after(context, keyedDelay(context, cordonDelay, "cordon", name), () => syncCordon(context, name));
  });
}

function syncCordon({ store }: ControllerContext, name: string): void {
  const node = store.get(nodeKind, undefined, name);
  if (node === undefined) return;
  const taint = { key: unschedulableTaint, effect: "NoSchedule" };
  const change = node.spec.unschedulable === true ? withTaint : withoutTaint;
  store.update(nodeKind, withTaints(node, change(node.spec.taints, taint)));
}

/** Its kubelet posts its status again, so the node can be reached. */
function markReady(context: ControllerContext, name: string): void {
  const { store, clock } = context;
  const node = store.get(nodeKind, undefined, name);
  if (node === undefined) return;
  const conditions = healthyConditions(timestampAt(clock, clock.now()));
  const taints = (node.spec.taints ?? []).filter(({ key }) => key !== unreachableTaint);
  store.update(nodeKind, withTaints({ ...node, status: { ...node.status, conditions } }, taints));
  say(context, node, "NodeReady", `Node ${name} status is now: NodeReady`);
}

function markUnknown(context: ControllerContext, node: Node): void {
  const { store, clock } = context;
  const { name } = node.metadata;
  const now = timestampAt(clock, clock.now());
  const unknown = ({ type, lastHeartbeatTime }: Condition): Condition => ({
    type,
    status: "Unknown",
    ...(lastHeartbeatTime === undefined ? {} : { lastHeartbeatTime }),
    lastTransitionTime: now,
    reason: "NodeStatusUnknown",
    message: "Kubelet stopped posting node status.",
  });
  const taints = ["NoSchedule", "NoExecute"].reduce(
    (all, effect) => withTaint(all, { key: unreachableTaint, effect, timeAdded: now }),
    node.spec.taints ?? [],
  );
  const conditions = node.status.conditions.map(unknown);
  store.update(nodeKind, withTaints({ ...node, status: { ...node.status, conditions } }, taints));
  say(context, node, "NodeNotReady", `Node ${name} status is now: NodeNotReady`);
  for (const pod of store.by(podsByNode, name)) if (podIsReady(pod)) markNotReady(context, pod, now);
}

/** Nobody knows how the pod is, so nothing is sent to it any more. */
function markNotReady(context: ControllerContext, pod: Pod, now: string): void {
  const ready = { type: "Ready", status: "False", lastProbeTime: null, lastTransitionTime: now } as const;
  const conditions = withCondition(pod.status.conditions, ready);
  context.store.update(podKind, { ...pod, status: { ...pod.status, conditions } });
  recordEvent(context, pod, {
    type: "Warning",
    reason: "NodeNotReady",
    message: "Node is not ready",
    component,
  });
}

function withTaints(node: Node, taints: NonNullable<Node["spec"]["taints"]>): Node {
  const { taints: _, ...spec } = node.spec;
  return { ...node, spec: taints.length === 0 ? spec : { ...spec, taints } };
}

function say(context: ControllerContext, node: Node, reason: string, message: string): void {
  recordEvent(context, node, { reason, message, component });
}
