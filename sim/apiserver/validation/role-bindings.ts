import { isDeepStrictEqual } from "node:util";
import type { StatusCause } from "../status.ts";
import type { Proposal } from "./proposal.ts";

/** Whom a binding binds may change, to which role may not. */
export function roleBindingCauses({ next, previous }: Proposal): StatusCause[] {
  if (previous === undefined || isDeepStrictEqual(next["roleRef"], previous["roleRef"])) return [];
  const message = `Invalid value: ${JSON.stringify(next["roleRef"])}: cannot change roleRef`;
  return [{ reason: "FieldValueInvalid", field: "roleRef", message }];
}
