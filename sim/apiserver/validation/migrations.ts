import { isDeepStrictEqual } from "node:util";
import { migrationRefusal } from "../../store/actions/migrate.ts";
import { isFinal, virtualMachineInstanceKind } from "../../store/objects/virtual-machine.ts";
import { textAt } from "../field-access.ts";
import type { StatusCause } from "../status.ts";
import type { Proposal } from "./proposal.ts";

/**
 * What virt-api says to a migration: it names a VMI that can be moved and is not being moved already.
 * Source: kubevirt pkg/virt-api/webhooks/validating-webhook/admitters/migration-create-admitter.go
 */
export function migrationCauses({ next, previous, namespace = "", store }: Proposal): StatusCause[] {
  if (previous !== undefined) {
    return isDeepStrictEqual(next["spec"], previous["spec"])
      ? []
      : [{ reason: "FieldValueNotSupported", message: "update of Migration object's spec is restricted" }];
  }
  const vmiName = textAt(next, "spec.vmiName") ?? "";
  if (vmiName === "")
    return [{ reason: "FieldValueRequired", field: "spec.vmiName", message: "vmiName is missing" }];
  const vmi = store.get(virtualMachineInstanceKind, namespace, vmiName);
  const refused = (message: string): StatusCause[] => [
    { reason: "FieldValueInvalid", field: "spec.vmiName", message },
  ];
  if (vmi === undefined) return refused(`the VMI "${namespace}/${vmiName}" does not exist under the cluster`);
  if (isFinal(vmi)) return refused("Cannot migrate VMI in finalized state.");
  // Of one that does not run yet nothing is known that would speak against it.
  const refusal = vmi.status.phase === "Running" ? migrationRefusal(store, vmi) : undefined;
  return refusal === undefined ? [] : refused(refusal.message);
}
