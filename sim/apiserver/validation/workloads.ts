import { isDeepStrictEqual } from "node:util";
import { entriesAt, fieldAt, listAt, property, textAt } from "../field-access.ts";
import type { StatusCause } from "../status.ts";
import type { Proposal } from "./proposal.ts";

/** A workload's selector has to find its own pods, and cannot be changed. */
export function workloadCauses({ next, previous }: Proposal): StatusCause[] {
  const selector = fieldAt(next, "spec.selector");
  const labels = fieldAt(next, "spec.template.metadata.labels");
  const causes: StatusCause[] = [];
  const pairs = entriesAt(selector, "matchLabels");
  if (pairs.length === 0 && listAt(selector, "matchExpressions").length === 0) {
    causes.push(invalidValue("spec.selector", selector, "empty selector is invalid for deployment"));
  }
  if (pairs.some(([key, value]) => property(labels, key) !== value)) {
    causes.push(
      invalidValue(
        "spec.template.metadata.labels",
        labels ?? null,
        "`selector` does not match template `labels`",
      ),
    );
  }
  if (previous !== undefined && !isDeepStrictEqual(fieldAt(previous, "spec.selector"), selector))
    causes.push(invalidValue("spec.selector", selector, "field is immutable"));
  const restartPolicy = textAt(next, "spec.template.spec.restartPolicy") ?? "Always";
  if (restartPolicy !== "Always") {
    causes.push({
      reason: "FieldValueNotSupported",
      field: "spec.template.spec.restartPolicy",
      message: `Unsupported value: ${JSON.stringify(restartPolicy)}: supported values: "Always"`,
    });
  }
  return causes;
}

function invalidValue(field: string, value: unknown, why: string): StatusCause {
  return { reason: "FieldValueInvalid", field, message: `Invalid value: ${JSON.stringify(value)}: ${why}` };
}
