import type { Requirement } from "../objects/affinity.ts";
import { matchesLabels } from "../selector.ts";
import { podIsFinished, type Pod } from "../objects/pod.ts";
import { podsMatching } from "../objects/pods-matching.ts";
import type { Store } from "../store.ts";

/** Whether the node's labels are what the pod demands: its nodeSelector and its required node affinity. */
export function matchesNodeAffinity(
  pod: Pick<Pod, "spec">,
  labels: Readonly<Record<string, string>> | undefined,
): boolean {
  if (pod.spec.nodeSelector !== undefined && !matchesLabels(labels, pod.spec.nodeSelector)) return false;
  const terms =
    pod.spec.affinity?.nodeAffinity?.requiredDuringSchedulingIgnoredDuringExecution?.nodeSelectorTerms;
  return (
    terms === undefined ||
    terms.some(({ matchExpressions = [] }) =>
      matchExpressions.every((requirement) => meets(labels, requirement)),
    )
  );
}

function meets(
  labels: Readonly<Record<string, string>> | undefined,
  { key, operator, values = [] }: Requirement,
): boolean {
  const value = labels?.[key];
  switch (operator) {
    case "In":
      return value !== undefined && values.includes(value);
    case "NotIn":
      return value === undefined || !values.includes(value);
    case "Exists":
      return value !== undefined;
    case "DoesNotExist":
      return value === undefined;
    case "Gt":
      return value !== undefined && Number(value) > Number(values[0]);
    case "Lt":
      return value !== undefined && Number(value) < Number(values[0]);
  }
}

/**
 * The nodes that the pod's required anti-affinity rules out: those where a pod it must not meet runs.
 * Only terms by hostname count, the ones that KubeVirt and careful users write.
 */
export function nodesRuledOut(store: Store, pod: Pod): ReadonlySet<string> {
  const terms = pod.spec.affinity?.podAntiAffinity?.requiredDuringSchedulingIgnoredDuringExecution ?? [];
  const nodes = new Set<string>();
  for (const { labelSelector, topologyKey } of terms) {
    if (topologyKey !== "kubernetes.io/hostname") continue;
    for (const other of podsMatching(store, pod.metadata.namespace, labelSelector?.matchLabels ?? {})) {
      if (other.spec.nodeName !== undefined && !podIsFinished(other)) nodes.add(other.spec.nodeName);
    }
  }
  return nodes;
}
