import type { Draft } from "../object.ts";
import type { DisruptionBudget } from "../objects/disruption-budget.ts";
import { given } from "./given.ts";

const nothingAllowed = { currentHealthy: 0, desiredHealthy: 0, disruptionsAllowed: 0, expectedPods: 0 };

/** A budget of which nobody has reckoned yet what it allows: nothing, until someone has. */
export function admitBudget(
  draft: Draft<DisruptionBudget>,
  previous: DisruptionBudget | undefined,
): Draft<DisruptionBudget> {
  if (previous !== undefined) return draft;
  return { ...draft, spec: given(draft.spec) ?? {}, status: { ...nothingAllowed, ...given(draft.status) } };
}
