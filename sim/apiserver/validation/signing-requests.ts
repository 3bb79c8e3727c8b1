import { isDeepStrictEqual } from "node:util";
import "../../wire/reflect.ts";
import { Pkcs10CertificateRequest } from "@peculiar/x509";
import { listAt, textAt } from "../field-access.ts";
import type { StatusCause } from "../status.ts";
import type { Proposal } from "./proposal.ts";

/** A CertificateSigningRequest carries a request in PEM, is not changed, and is approved or denied, never both. */
export function signingRequestCauses({ next, previous }: Proposal): StatusCause[] {
  const invalid = (field: string, message: string): StatusCause => ({
    reason: "FieldValueInvalid",
    field,
    message: `Invalid value: ${message}`,
  });
  const causes: StatusCause[] = [];
  if (previous === undefined) {
    const problem = problemOf(textAt(next, "spec.request") ?? "");
    if (problem !== undefined) causes.push(invalid("spec.request", problem));
  } else if (!isDeepStrictEqual(next["spec"], previous["spec"])) {
    causes.push(invalid("spec", "field is immutable"));
  }
  const types = listAt(next, "status.conditions").map((condition) => textAt(condition, "type"));
  if (types.includes("Approved") && types.includes("Denied"))
    causes.push(invalid("status.conditions", "Approved and Denied conditions are mutually exclusive"));
  return causes;
}

function problemOf(request: string): string | undefined {
  const pem = Buffer.from(request, "base64").toString();
  if (!pem.includes("-----BEGIN CERTIFICATE REQUEST-----"))
    return "PEM block type must be CERTIFICATE REQUEST";
  try {
    new Pkcs10CertificateRequest(pem);
    return undefined;
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  }
}
