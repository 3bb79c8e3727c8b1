import { timestampAt } from "../../clock/clock.ts";
import { keyOf } from "../object.ts";
import { withCondition } from "../objects/conditions.ts";
import { nodeKind, type Node } from "../objects/node.ts";
import { podIsFinished, podKind, type Pod } from "../objects/pod.ts";
import { nodesRuledOut } from "../scheduling/affinity.ts";
import { NodeRooms } from "../scheduling/node-room.ts";
import { place, type Placement } from "../scheduling/placement.ts";
import { keyedDelay, type ControllerContext } from "./context.ts";
import { recordEvent } from "./event-recorder.ts";
import { WorkQueue } from "./work-queue.ts";

const bindingDelay = { low: 0.01, high: 0.1 };
/** How long a pod that fits nowhere waits before it is tried again without anything having changed. */
const retrySeconds = 60;

/** Gives each pod without a node the one that `place` finds; one that fits nowhere is tried again when a node changes. */
export function startScheduler(context: ControllerContext): void {
  const { store } = context;
  const rooms = new NodeRooms();
  const waiting = new Set<string>();
  const queue = new WorkQueue(context.clock, (key) => {
    waiting.delete(key);
    if (bind(context, rooms, key)) return;
    waiting.add(key);
    queue.add(key, retrySeconds);
  });
  const consider = (pod: Pod) => {
    if (pod.spec.nodeName !== undefined || podIsFinished(pod)) return;
    queue.add(keyOf(pod.metadata), keyedDelay(context, bindingDelay, "bind", pod.metadata.uid));
  };
  const retryAll = () => {
    for (const key of waiting) queue.add(key);
  };
  store.watch(nodeKind, ({ type, object, previous }) => {
    if (type === "DELETED") return rooms.removeNode(object.metadata.name);
    if (previous !== undefined && !matters(previous, object)) return;
    rooms.setNode(object);
    retryAll();
  });
  store.watch(podKind, ({ type, object, previous }) => {
    rooms.replacePod(previous, type === "DELETED" ? undefined : object);
    if (type === "ADDED") consider(object);
    if (type === "DELETED") retryAll();
  });
  for (const node of store.list(nodeKind)) rooms.setNode(node);
  for (const pod of store.list(podKind)) {
    rooms.replacePod(undefined, pod);
    consider(pod);
  }
}

/** A node's heartbeats are no news; its labels, taints and what it has to give are. */
function matters(previous: Node, node: Node): boolean {
  return (
    previous.spec !== node.spec ||
    previous.metadata.labels !== node.metadata.labels ||
    previous.status.allocatable !== node.status.allocatable
  );
}

/** Returns false when no node can take the pod now. */
function bind(context: ControllerContext, rooms: NodeRooms, key: string): boolean {
  const [namespace = "", name = ""] = key.split("/");
  const pod = context.store.get(podKind, namespace, name);
  if (pod === undefined || pod.spec.nodeName !== undefined || pod.metadata.deletionTimestamp !== undefined)
    return true;
  const placement = place(pod, rooms, nodesRuledOut(context.store, pod));
  report(context, pod, placement);
  return "node" in placement;
}

function report(context: ControllerContext, pod: Pod, placement: Placement): void {
  const { store, clock } = context;
  const { namespace = "", name } = pod.metadata;
  recordEvent(context, pod, {
    component: "default-scheduler",
    ...("node" in placement
      ? {
          reason: "Scheduled",
          message: `Successfully assigned ${namespace}/${name} to ${placement.node}`,
          action: "Binding",
        }
      : {
          type: "Warning",
          reason: "FailedScheduling",
          message: placement.unschedulable,
          action: "Scheduling",
        }),
  });
  const scheduled =
    "node" in placement
      ? ({ status: "True" } as const)
      : ({ status: "False", reason: "Unschedulable", message: placement.unschedulable } as const);
  store.update(podKind, {
    ...pod,
    spec: "node" in placement ? { ...pod.spec, nodeName: placement.node } : pod.spec,
    status: {
      ...pod.status,
      conditions: withCondition(pod.status.conditions, {
        type: "PodScheduled",
        lastProbeTime: null,
        lastTransitionTime: timestampAt(clock, clock.now()),
        ...scheduled,
      }),
    },
  });
}
