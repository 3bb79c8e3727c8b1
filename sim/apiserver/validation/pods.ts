import { isDeepStrictEqual } from "node:util";
import { isRecord, listAt } from "../field-access.ts";
import type { StatusCause } from "../status.ts";
import type { Proposal } from "./proposal.ts";

const changeable =
  "spec: Forbidden: pod updates may not change fields other than `spec.containers[*].image`,`spec.initContainers[*].image`,`spec.activeDeadlineSeconds`,`spec.tolerations` (only additions to existing tolerations),`spec.terminationGracePeriodSeconds` (allow it to be set to 1 if it was previously negative)";

/** A pod's spec is what its containers were started from: little of it can change. */
export function podCauses({ next, previous }: Proposal): StatusCause[] {
  if (previous === undefined || isDeepStrictEqual(fixedPart(next["spec"]), fixedPart(previous["spec"])))
    return [];
  return [{ reason: "FieldValueForbidden", field: "spec", message: changeable.slice("spec: ".length) }];
}

function fixedPart(spec: unknown): unknown {
  if (!isRecord(spec)) return spec;
  const { activeDeadlineSeconds: _deadline, tolerations: _tolerations, ...fixed } = spec;
  const withoutImages = (field: string) =>
    listAt(spec, field).map((container) => (isRecord(container) ? { ...container, image: "" } : container));
  return {
    ...fixed,
    containers: withoutImages("containers"),
    initContainers: withoutImages("initContainers"),
  };
}
