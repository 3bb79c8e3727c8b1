import { fieldAt, textAt } from "../field-access.ts";
import type { StatusCause } from "../status.ts";
import { instanceSpecCauses } from "./instance-spec.ts";
import { instancetypeCauses } from "./instancetypes.ts";
import type { Proposal } from "./proposal.ts";

const runStrategies = ["Always", "Halted", "Manual", "Once", "RerunOnFailure", "WaitAsReceiver"];

/**
 * What virt-api says to a VirtualMachine.
 * Source: kubevirt pkg/virt-api/webhooks/validating-webhook/admitters/vms-admitter.go
 */
export function virtualMachineCauses(proposal: Proposal): StatusCause[] {
  const { next } = proposal;
  return [
    ...runStrategyCauses(fieldAt(next, "spec.running"), textAt(next, "spec.runStrategy")),
    ...instancetypeCauses(proposal),
    ...instanceSpecCauses(fieldAt(next, "spec.template.spec"), "spec.template.spec"),
  ];
}

function runStrategyCauses(running: unknown, runStrategy: string | undefined): StatusCause[] {
  const field = "spec.running";
  if (running !== undefined && runStrategy !== undefined) {
    const message =
      "Running and RunStrategy are mutually exclusive. Note that Running is deprecated, please use RunStrategy instead";
    return [{ reason: "FieldValueInvalid", field, message }];
  }
  if (running === undefined && runStrategy === undefined)
    return [{ reason: "FieldValueInvalid", field, message: "RunStrategy must be specified" }];
  if (runStrategy === undefined || runStrategies.includes(runStrategy)) return [];
  const message = `Invalid RunStrategy (${runStrategy})`;
  return [{ reason: "FieldValueInvalid", field: "spec.runStrategy", message }];
}
