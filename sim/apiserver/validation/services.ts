import { listAt, textAt } from "../field-access.ts";
import type { StatusCause } from "../status.ts";
import type { Proposal } from "./proposal.ts";

/** A Service needs ports unless it is only a name, and keeps its address for life. */
export function serviceCauses({ next, previous }: Proposal): StatusCause[] {
  const headless = textAt(next, "spec.clusterIP") === "None" || textAt(next, "spec.type") === "ExternalName";
  const causes: StatusCause[] = [];
  const ports = listAt(next, "spec.ports");
  if (ports.length === 0 && !headless)
    causes.push({ reason: "FieldValueRequired", field: "spec.ports", message: "Required value" });
  ports.forEach((port, index) => {
    if (ports.length > 1 && (textAt(port, "name") ?? "") === "")
      causes.push({
        reason: "FieldValueRequired",
        field: `spec.ports[${index}].name`,
        message: "Required value",
      });
  });
  const before = textAt(previous, "spec.clusterIP");
  const after = textAt(next, "spec.clusterIP");
  if (before !== undefined && after !== undefined && before !== after) {
    causes.push({
      reason: "FieldValueInvalid",
      field: "spec.clusterIPs[0]",
      message: `Invalid value: ["${after}"]: may not change once set`,
    });
  }
  return causes;
}
