import type { NodeRemoval, NodeSpec } from "../scenario/scenario.ts";
import { registerNode } from "../store/bootstrap/kubernetes.ts";
import { nodeKind } from "../store/objects/node.ts";
import type { Stage } from "./cause.ts";

/** A machine is put up, and its kubelet registers it; where there still is the Node of one that was lost, as that. */
export function addNode({ store, machines, network, complain }: Stage, node: NodeSpec): void {
  const known = store.get(nodeKind, undefined, node.name) !== undefined;
  if (known && !machines.isLost(node.name)) {
    complain(`addNode ${node.name}: there is a node of that name already`);
    return;
  }
  if (!known) registerNode(store, network.plan, node);
  machines.add(node.name);
}

/** A machine's power is cut: all that ran on it is gone at once. What follows is for those who notice to do. */
export function removeNode({ store, machines, complain }: Stage, { node, stays = false }: NodeRemoval): void {
  if (store.get(nodeKind, undefined, node) === undefined)
    complain(`removeNode ${node}: there is no such node`);
  else machines.lose(node, { forGood: !stays });
}
