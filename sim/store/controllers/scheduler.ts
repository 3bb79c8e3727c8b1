import { controllerOf, keyOf } from "../object.ts";
import { nodeKind, type Node } from "../objects/node.ts";
import { podIsFinished, podKind, type Pod } from "../objects/pod.ts";
import { withCondition } from "../objects/conditions.ts";
import { timestampAt } from "../../clock/clock.ts";
import { parseQuantity } from "../quantity.ts";
import { matchesLabels } from "../selector.ts";
import { keyedDelay, type ControllerContext } from "./context.ts";
import { WorkQueue } from "./work-queue.ts";

const bindingDelay = { low: 0.01, high: 0.1 };
/** How long a pod that fits nowhere waits before it is tried again without anything having changed. */
const retrySeconds = 60;

/**
 * Gives each pod without a node one that has room: the one with the fewest pods of the same controller, among
 * those the emptiest by requested memory, among those the first by name.
 */
export function startScheduler(context: ControllerContext): void {
  const { store } = context;
  const usage = new NodeUsage();
  const unschedulable = new Set<string>();
  const queue = new WorkQueue(context.clock, (key) => {
    unschedulable.delete(key);
    if (!bind(context, usage, key)) {
      unschedulable.add(key);
      queue.add(key, retrySeconds);
    }
  });
  const consider = (pod: Pod) => {
    if (pod.spec.nodeName !== undefined || podIsFinished(pod)) return;
    queue.add(keyOf(pod.metadata), keyedDelay(context, bindingDelay, "bind", pod.metadata.uid));
  };
  store.subscribe(({ kind, type, object, previous }) => {
    if (kind === nodeKind && type !== "DELETED") for (const key of unschedulable) queue.add(key);
    if (kind !== podKind) return;
    if (previous !== undefined) usage.take(previous as Pod);
    if (type !== "DELETED") usage.give(object as Pod);
    if (type === "ADDED") consider(object as Pod);
  });
  for (const pod of store.list(podKind)) {
    usage.give(pod);
    consider(pod);
  }
}

/** Returns false when no node can take the pod now. */
function bind({ store, clock }: ControllerContext, usage: NodeUsage, key: string): boolean {
  const [namespace = "", name = ""] = key.split("/");
  const pod = store.get(podKind, namespace, name);
  if (pod === undefined || pod.spec.nodeName !== undefined || pod.metadata.deletionTimestamp !== undefined)
    return true;
  const now = timestampAt(clock, clock.now());
  const nodes = store.list(nodeKind);
  const node = usage.best(
    pod,
    nodes.filter((candidate) => fits(pod, candidate, usage)),
  );
  const scheduled =
    node === undefined
      ? ({
          status: "False",
          reason: "Unschedulable",
          message: `0/${nodes.length} nodes are available.`,
        } as const)
      : ({ status: "True" } as const);
  store.update(podKind, {
    ...pod,
    spec: node === undefined ? pod.spec : { ...pod.spec, nodeName: node.metadata.name },
    status: {
      ...pod.status,
      conditions: withCondition(pod.status.conditions, {
        type: "PodScheduled",
        lastProbeTime: null,
        lastTransitionTime: now,
        ...scheduled,
      }),
    },
  });
  return node !== undefined;
}

function fits(pod: Pod, node: Node, usage: NodeUsage): boolean {
  return (
    node.spec.unschedulable !== true &&
    matchesLabels(node.metadata.labels, pod.spec.nodeSelector ?? {}) &&
    usage.memoryFraction(node, requestedBytes(pod)) <= 1
  );
}

/** What the pods on each node ask for, kept up as they come and go. */
class NodeUsage {
  readonly #byNode = new Map<string, { memoryBytes: number; podsByOwner: Map<string, number> }>();

  give(pod: Pod): void {
    this.#change(pod, 1);
  }

  take(pod: Pod): void {
    this.#change(pod, -1);
  }

  memoryFraction(node: Node, moreBytes = 0): number {
    const used = this.#byNode.get(node.metadata.name)?.memoryBytes ?? 0;
    return (used + moreBytes) / (parseQuantity(node.status.allocatable["memory"]) ?? Infinity);
  }

  best(pod: Pod, nodes: readonly Node[]): Node | undefined {
    const owner = controllerOf(pod)?.uid ?? "";
    const score = (node: Node) => {
      const siblings = this.#byNode.get(node.metadata.name)?.podsByOwner.get(owner) ?? 0;
      return siblings + Math.min(this.memoryFraction(node), 0.999);
    };
    let best: { node: Node; score: number } | undefined;
    for (const node of nodes) {
      const its = score(node);
      if (best === undefined || its < best.score) best = { node, score: its };
    }
    return best?.node;
  }

  #change(pod: Pod, sign: 1 | -1): void {
    const nodeName = pod.spec.nodeName;
    if (nodeName === undefined || podIsFinished(pod)) return;
    const used = this.#byNode.get(nodeName) ?? { memoryBytes: 0, podsByOwner: new Map<string, number>() };
    this.#byNode.set(nodeName, used);
    used.memoryBytes += sign * requestedBytes(pod);
    const owner = controllerOf(pod)?.uid ?? "";
    const siblings = (used.podsByOwner.get(owner) ?? 0) + sign;
    if (siblings > 0) used.podsByOwner.set(owner, siblings);
    else used.podsByOwner.delete(owner);
  }
}

function requestedBytes(pod: Pod): number {
  return pod.spec.containers.reduce(
    (sum, container) => sum + (parseQuantity(container.resources?.requests?.["memory"]) ?? 0),
    0,
  );
}
