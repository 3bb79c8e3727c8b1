import { controllerOf } from "../object.ts";
import type { Pod } from "../objects/pod.ts";
import { matchesNodeAffinity } from "./affinity.ts";
import { requestsOf, type NodeRoom, type NodeRooms, type Resources } from "./node-room.ts";
import { untoleratedTaint } from "./taints.ts";
import { unschedulableTaint } from "../objects/taint.ts";

/** Where a pod goes, or in the real scheduler's words why it goes nowhere. */
export type Placement = { readonly node: string } | { readonly unschedulable: string };

/**
 * The node for a pod: the one with the fewest pods of the same controller, among those the emptiest by
 * requested memory, among those the first by name.
 *
 * @param ruledOut nodes where a pod runs that it must not meet
 */
export function place(pod: Pod, nodeRooms: NodeRooms, ruledOut: ReadonlySet<string>): Placement {
  const rooms = nodeRooms.list();
  const asked = requestsOf(pod);
  const siblings = nodeRooms.siblingsOf(controllerOf(pod)?.uid ?? "");
  let best: { readonly node: string; readonly score: number } | undefined;
  for (const room of rooms) {
    const score = scoreOf(room, siblings);
    // Only a node that would win is looked at closely: with a thousand nodes that is a handful.
    if (best !== undefined && score >= best.score) continue;
    if (obstacle(pod, asked, room, ruledOut) === undefined) best = { node: room.node.metadata.name, score };
  }
  return best ?? { unschedulable: explain(pod, asked, rooms, ruledOut) };
}

function scoreOf({ node, used, capacity }: NodeRoom, siblings: ReadonlyMap<string, number>): number {
  const fullness = Math.min(used.memoryBytes / capacity.memoryBytes, 0.999);
  return siblings.size === 0 ? fullness : fullness + (siblings.get(node.metadata.name) ?? 0);
}

/** What keeps the pod off the node, in the scheduler's words; undefined when nothing does. */
function obstacle(
  pod: Pod,
  asked: Resources,
  { node, used, capacity }: NodeRoom,
  ruledOut: ReadonlySet<string>,
): string | undefined {
  if (!matchesNodeAffinity(pod, node.metadata.labels))
    return "node(s) didn't match Pod's node affinity/selector";
  const taint = untoleratedTaint(node, pod);
  if (node.spec.unschedulable === true && (taint === undefined || taint.key === unschedulableTaint))
    return "node(s) were unschedulable";
  if (taint !== undefined)
    return `node(s) had untolerated taint {${taint.key}${taint.value ? `: ${taint.value}` : ""}}`;
  if (ruledOut.has(node.metadata.name)) return "node(s) didn't match pod anti-affinity rules";
  if (used.pods + 1 > capacity.pods) return "Too many pods";
  if (used.cpus + asked.cpus > capacity.cpus) return "Insufficient cpu";
  if (used.memoryBytes + asked.memoryBytes > capacity.memoryBytes) return "Insufficient memory";
  return undefined;
}

function explain(
  pod: Pod,
  asked: Resources,
  rooms: readonly NodeRoom[],
  ruledOut: ReadonlySet<string>,
): string {
  const counts = new Map<string, number>();
  for (const room of rooms) {
    const reason = obstacle(pod, asked, room, ruledOut) ?? "";
    counts.set(reason, (counts.get(reason) ?? 0) + 1);
  }
  const reasons = [...counts].map(([reason, count]) => `${count} ${reason}`).sort();
  return `0/${rooms.length} nodes are available: ${rooms.length === 0 ? "no nodes available to schedule pods" : reasons.join(", ")}.`;
}
