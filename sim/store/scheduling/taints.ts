import type { Node } from "../objects/node.ts";
import type { Pod } from "../objects/pod.ts";
import type { Taint, Toleration } from "../objects/taint.ts";

export function tolerates({ key, operator, value, effect }: Toleration, taint: Taint): boolean {
  if (effect !== undefined && effect !== "" && effect !== taint.effect) return false;
  if (key === undefined || key === "") return operator === "Exists";
  return key === taint.key && (operator === "Exists" || (value ?? "") === (taint.value ?? ""));
}

export function tolerationsOf(pod: Pod): readonly Toleration[] {
  return pod.spec.tolerations ?? [];
}

/** The first taint of the node that keeps this pod from being scheduled on it. */
export function untoleratedTaint(node: Node, pod: Pod): Taint | undefined {
  return node.spec.taints?.find(
    (taint) =>
      taint.effect !== "PreferNoSchedule" &&
      !tolerationsOf(pod).some((toleration) => tolerates(toleration, taint)),
  );
}
