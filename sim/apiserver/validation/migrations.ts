import { isDeepStrictEqual } from "node:util";
import { kindNamed } from "../../store/kinds.ts";
import { virtualMachineInstanceKind } from "../../store/objects/virtual-machine.ts";
import { textAt } from "../field-access.ts";
import type { StatusCause } from "../status.ts";
import type { Proposal } from "./validation.ts";

const migrationKind = kindNamed("virtualmachineinstancemigrations", "kubevirt.io");
const finalPhases: readonly (string | undefined)[] = ["Succeeded", "Failed"];

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
  if (finalPhases.includes(vmi.status.phase)) return refused("Cannot migrate VMI in finalized state.");
  const unmovable = vmi.status.conditions?.find(
    ({ type, status }) => type === "LiveMigratable" && status === "False",
  );
  if (unmovable !== undefined)
    return refused(
      `Cannot migrate VMI, Reason: ${unmovable.reason ?? ""}, Message: ${unmovable.message ?? ""}`,
    );
  const inFlight = store
    .list(migrationKind, namespace)
    .find(
      (other) =>
        textAt(other, "spec.vmiName") === vmiName && !finalPhases.includes(textAt(other, "status.phase")),
    );
  return inFlight === undefined
    ? []
    : refused(
        `in-flight migration detected. Active migration job (${inFlight.metadata.uid}) is currently already in progress for VMI ${vmiName}.`,
      );
}
