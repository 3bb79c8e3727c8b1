import { controllerOf } from "../object.ts";
import type { Node } from "../objects/node.ts";
import { podIsFinished, type Pod } from "../objects/pod.ts";
import { parseQuantity } from "../quantity.ts";

/** What a pod asks for, or what a node has of it. */
export interface Resources {
  readonly cpus: number;
  readonly memoryBytes: number;
}

/** What the pods bound to a node take of it. */
interface NodeUse {
  cpus: number;
  memoryBytes: number;
  pods: number;
}

/** One node as the scheduler sees it. */
export interface NodeRoom {
  readonly node: Node;
  readonly capacity: Resources & { readonly pods: number };
  readonly used: NodeUse;
}

/** The room on all nodes, kept up as nodes and pods come and go. */
export class NodeRooms {
  readonly #rooms = new Map<string, NodeRoom>();
  /** By node name; a node's use outlives its Node object, as its pods do. */
  readonly #uses = new Map<string, NodeUse>();
  /** How many pods of a controller (by uid) are on which node. */
  readonly #siblings = new Map<string, Map<string, number>>();
  /** By name; undefined after something about a node has changed. */
  #inOrder: readonly NodeRoom[] | undefined;

  setNode(node: Node): void {
    const { name } = node.metadata;
    this.#rooms.set(name, { node, capacity: capacityOf(node), used: this.#useOf(name) });
    this.#inOrder = undefined;
  }

  removeNode(name: string): void {
    this.#rooms.delete(name);
    this.#inOrder = undefined;
  }

  /** A pod is now `next`; what it takes moves only when it is bound, finished or gone. */
  replacePod(previous: Pod | undefined, next: Pod | undefined): void {
    const before = previous === undefined ? undefined : placeOf(previous);
    const after = next === undefined ? undefined : placeOf(next);
    if (before === after) return;
    if (previous !== undefined && before !== undefined) this.#change(before, previous, -1);
    if (next !== undefined && after !== undefined) this.#change(after, next, 1);
  }

  /** All nodes, by name. */
  list(): readonly NodeRoom[] {
    return (this.#inOrder ??= [...this.#rooms.values()].sort((a, b) =>
      a.node.metadata.name < b.node.metadata.name ? -1 : 1,
    ));
  }

  /** How many pods of this controller (by uid) are on which node. */
  siblingsOf(owner: string): ReadonlyMap<string, number> {
    return this.#siblings.get(owner) ?? none;
  }

  #change(nodeName: string, pod: Pod, sign: 1 | -1): void {
    const used = this.#useOf(nodeName);
    const asked = requestsOf(pod);
    used.cpus += sign * asked.cpus;
    used.memoryBytes += sign * asked.memoryBytes;
    used.pods += sign;
    this.#count(controllerOf(pod)?.uid, nodeName, sign);
    if (used.pods === 0 && !this.#rooms.has(nodeName)) this.#uses.delete(nodeName);
  }

  #count(owner: string | undefined, nodeName: string, sign: 1 | -1): void {
    if (owner === undefined) return;
    const byNode = this.#siblings.get(owner) ?? new Map<string, number>();
    const count = (byNode.get(nodeName) ?? 0) + sign;
    if (count > 0) byNode.set(nodeName, count);
    else byNode.delete(nodeName);
    if (byNode.size > 0) this.#siblings.set(owner, byNode);
    else this.#siblings.delete(owner);
  }

  #useOf(nodeName: string): NodeUse {
    let used = this.#uses.get(nodeName);
    if (used === undefined) {
      this.#uses.set(nodeName, (used = { cpus: 0, memoryBytes: 0, pods: 0 }));
    }
    return used;
  }
}

const none: ReadonlyMap<string, number> = new Map();

/** Where the pod takes room; undefined while it is nowhere, and once it is finished. */
function placeOf(pod: Pod): string | undefined {
  return podIsFinished(pod) ? undefined : pod.spec.nodeName;
}

function capacityOf({ status: { allocatable } }: Node): NodeRoom["capacity"] {
  return {
    cpus: parseQuantity(allocatable["cpu"]) ?? 0,
    memoryBytes: parseQuantity(allocatable["memory"]) ?? 0,
    pods: parseQuantity(allocatable["pods"]) ?? Infinity,
  };
}

/** What the pod's containers ask for together. */
export function requestsOf(pod: Pick<Pod, "spec">): Resources {
  const sum = (resource: string) =>
    pod.spec.containers.reduce(
      (total, container) => total + (parseQuantity(container.resources?.requests?.[resource]) ?? 0),
      0,
    );
  return { cpus: sum("cpu"), memoryBytes: sum("memory") };
}
