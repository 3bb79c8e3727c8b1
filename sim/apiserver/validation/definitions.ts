import { fieldAt, listAt, textAt } from "../field-access.ts";
import type { StatusCause } from "../status.ts";
import { brokenPatterns } from "../structural/patterns.ts";
import { schemaIn } from "../structural/schema.ts";
import type { Proposal } from "./proposal.ts";

/** A CustomResourceDefinition is named after what it defines, and stores exactly one of its versions. */
export function definitionCauses({ next, previous }: Proposal): StatusCause[] {
  const causes: StatusCause[] = [];
  const group = textAt(next, "spec.group") ?? "";
  const wanted = `${textAt(next, "spec.names.plural") ?? ""}.${group}`;
  const name = textAt(next, "metadata.name") ?? "";
  if (name !== wanted) {
    causes.push({
      reason: "FieldValueInvalid",
      field: "metadata.name",
      message: `Invalid value: ${JSON.stringify(name)}: must be spec.names.plural+"."+spec.group`,
    });
  }
  const stored = listAt(next, "spec.versions").filter((version) => fieldAt(version, "storage") === true);
  if (stored.length !== 1) {
    causes.push({
      reason: "FieldValueInvalid",
      field: "spec.versions",
      message: "Invalid value: must have exactly one version marked as storage version",
    });
  }
  listAt(next, "spec.versions").forEach((version, index) => {
    const path = `spec.versions[${index}].schema.openAPIV3Schema`;
    const schema = schemaIn(fieldAt(version, "schema.openAPIV3Schema"));
    for (const [field, pattern] of brokenPatterns(schema, path)) {
      const message = `Invalid value: ${JSON.stringify(pattern)}: must be a valid regular expression`;
      causes.push({ reason: "FieldValueInvalid", field, message });
    }
  });
  for (const field of ["spec.group", "spec.scope", "spec.names.plural", "spec.names.kind"]) {
    const before = textAt(previous, field);
    if (before !== undefined && before !== textAt(next, field)) {
      causes.push({
        reason: "FieldValueInvalid",
        field,
        message: `Invalid value: ${JSON.stringify(textAt(next, field))}: field is immutable`,
      });
    }
  }
  return causes;
}
