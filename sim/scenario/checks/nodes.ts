import type { Complain, Placed } from "../complaint.ts";
import type { NodeSpec } from "../scenario.ts";
import { isKeptByVirtHandler } from "./fleet.ts";

/** Refuses labels that would not last: virt-handler writes them itself. */
export function checkNodeLabels(nodes: readonly Placed<NodeSpec>[], complain: Complain): void {
  // Replicas share the path of their entry, and its labels.
  const entries = new Map(nodes.map(({ path, value }) => [path, value]));
  for (const [path, value] of entries) {
    for (const label of Object.keys(value.labels).filter(isKeptByVirtHandler)) {
      complain({
        path: [...path, "labels", label],
        part: "key",
        message: `virt-handler maintains the label ${label} itself`,
        fix: "delete it.",
      });
    }
  }
}
