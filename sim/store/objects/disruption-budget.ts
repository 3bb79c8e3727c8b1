import { kindNamed } from "../kinds.ts";
import type { KubeObject } from "../object.ts";
import type { Index } from "../object-index.ts";
import { matchesLabels } from "../selector.ts";
import type { Store } from "../store.ts";
import type { Condition } from "./conditions.ts";
import type { Pod } from "./pod.ts";
import type { IntOrPercent } from "./workloads.ts";

export interface DisruptionBudget extends KubeObject {
  readonly spec: {
    readonly minAvailable?: IntOrPercent;
    readonly maxUnavailable?: IntOrPercent;
    readonly selector?: { readonly matchLabels?: Readonly<Record<string, string>> };
  };
  readonly status: {
    readonly currentHealthy: number;
    readonly desiredHealthy: number;
    readonly disruptionsAllowed: number;
    readonly expectedPods: number;
    readonly observedGeneration?: number;
    readonly conditions?: readonly Condition[];
  };
}

export const disruptionBudgetKind = kindNamed<DisruptionBudget>("poddisruptionbudgets", "policy");

/** Budgets by one of the labels they select on: enough to find those of a pod without trying all. */
const budgetsByLabel: Index<DisruptionBudget> = {
  kind: disruptionBudgetKind,
  keysOf: ({ metadata: { namespace = "" }, spec: { selector } }) =>
    Object.entries(selector?.matchLabels ?? {})
      .slice(0, 1)
      .map(([key, value]) => labelKey(namespace, key, value)),
};

/** The budgets that protect a pod. */
export function budgetsOf(
  store: Store,
  { metadata: { namespace = "", labels = {} } }: Pod,
): DisruptionBudget[] {
  return Object.entries(labels)
    .flatMap(([key, value]) => store.by(budgetsByLabel, labelKey(namespace, key, value)))
    .filter(({ spec }) => matchesLabels(labels, spec.selector?.matchLabels ?? {}));
}

function labelKey(namespace: string, key: string, value: string): string {
  return `${namespace}/${key}=${value}`;
}
