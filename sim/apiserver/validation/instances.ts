import { isDeepStrictEqual } from "node:util";
import type { StatusCause } from "../status.ts";
import { fieldAt } from "../field-access.ts";
import { instanceSpecCauses } from "./instance-spec.ts";
import { isKubeVirtAccount } from "./kubevirt-accounts.ts";
import type { Proposal } from "./proposal.ts";

/** A running guest cannot be changed by editing its VMI: only KubeVirt's own components write to it. */
export function instanceCauses({ next, previous, identity }: Proposal): readonly StatusCause[] {
  if (previous === undefined) return instanceSpecCauses(next["spec"], "spec");
  if (isKubeVirtAccount(identity)) return [];
  return ["spec", "status"].flatMap((field) =>
    isDeepStrictEqual(fieldAt(next, field), fieldAt(previous, field))
      ? []
      : [{ reason: "FieldValueNotSupported", field, message: "update of VMI object is restricted" }],
  );
}
