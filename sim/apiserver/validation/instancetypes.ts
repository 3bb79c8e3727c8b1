import { kindKey } from "../../store/kinds.ts";
import type { KubeObject } from "../../store/object.ts";
import {
  instancetypeMatcher,
  matched,
  preferenceMatcher,
  type Matcher,
} from "../../store/objects/instancetype.ts";
import type { VirtualMachine } from "../../store/objects/virtual-machine.ts";
import { fieldAt, textAt } from "../field-access.ts";
import type { StatusCause } from "../status.ts";
import type { Proposal } from "./proposal.ts";

const domain = "spec.template.spec.domain";
/** What a VM with an instance type may not say itself, and the field that is then named. */
const conflicting: readonly (readonly [stated: string, named: string])[] = [
  [`${domain}.cpu.sockets`, `${domain}.cpu.sockets`],
  [`${domain}.cpu.cores`, `${domain}.cpu.cores`],
  [`${domain}.cpu.threads`, `${domain}.cpu.threads`],
  [`${domain}.memory.guest`, `${domain}.memory`],
  ...["requests", "limits"].flatMap((kind) =>
    ["cpu", "memory"].map((what) => {
      const field = `${domain}.resources.${kind}.${what}`;
      return [field, field] as const;
    }),
  ),
];

/**
 * What virt-api says to the instance type and the preference that a VM refers to.
 * Source: kubevirt pkg/instancetype/webhooks/vm/admitter.go
 */
export function instancetypeCauses(proposal: Proposal): StatusCause[] {
  const spec = (proposal.next["spec"] ?? {}) as unknown as VirtualMachine["spec"];
  const missing = [
    ...referenceCauses(proposal, "instancetype", instancetypeMatcher(spec)),
    ...referenceCauses(proposal, "preference", preferenceMatcher(spec)),
  ];
  if (missing.length > 0 || instancetypeMatcher(spec) === undefined) return missing;
  const fields = conflicting
    .filter(([stated]) => ![undefined, null, 0].includes(fieldAt(proposal.next, stated) as undefined))
    .map(([, named]) => named);
  if (fields.length === 0) return [];
  const field = fields.join(", ");
  const message = `VM field(s) ${field} conflicts with selected instance type`;
  return [{ reason: "FieldValueInvalid", field, message }];
}

function referenceCauses(
  { next, previous, store, namespace }: Proposal,
  what: "instancetype" | "preference",
  matcher: Matcher<KubeObject> | undefined,
): StatusCause[] {
  const field = `spec.${what}`;
  const name = textAt(next, `${field}.name`);
  if (name === undefined || name === "") return [];
  const kind = textAt(next, `${field}.kind`);
  // A VM that has it already goes on with it when it is deleted.
  const kept = ["name", "kind"].every((part) => {
    const path = `${field}.${part}`;
    return previous !== undefined && textAt(previous, path) === textAt(next, path);
  });
  if (kept || (matcher !== undefined && matched(store, matcher, namespace) !== undefined)) return [];
  const why =
    matcher === undefined
      ? `got unexpected kind in ${what === "instancetype" ? "InstancetypeMatcher" : "PreferenceMatcher"}: ${kind ?? ""}`
      : `${kindKey(matcher.kind.group, matcher.kind.plural)} "${name}" not found`;
  return [{ reason: "FieldValueNotFound", field, message: `Failure to find ${what}: ${why}` }];
}
