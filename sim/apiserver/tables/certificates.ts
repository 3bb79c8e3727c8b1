import type { KubeObject } from "../../store/object.ts";
import { listAt, numberAt, textAt } from "../field-access.ts";
import { ageColumn, humanDuration } from "./age.ts";
import { column, nameColumn, text, type Column } from "./table.ts";
import { none } from "./text.ts";

/** What became of a request: `Pending`, or `Approved` and with a certificate `Issued`, or `Denied`, `Failed`. */
function conditionOf(request: KubeObject): string {
  const conditions = listAt(request, "status.conditions").map((one) => textAt(one, "type"));
  const told = ["Denied", "Approved"].find((type) => conditions.includes(type)) ?? "Pending";
  const failed = conditions.includes("Failed") ? ",Failed" : "";
  const issued = (textAt(request, "status.certificate") ?? "") === "" ? "" : ",Issued";
  return `${told}${failed}${issued}`;
}

export const signingRequestColumns: readonly Column[] = [
  nameColumn,
  ageColumn,
  text("SignerName", "The signer that is to sign.", "spec.signerName"),
  text("Requestor", "Who asks for the certificate.", "spec.username"),
  column("RequestedDuration", "How long the certificate is to be valid.", (request) => {
    const seconds = numberAt(request, "spec.expirationSeconds");
    return seconds === undefined ? none : humanDuration(seconds);
  }),
  column("Condition", "What became of the request.", conditionOf),
];
