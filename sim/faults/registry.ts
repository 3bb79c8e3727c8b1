import { connectionRefused } from "./connection-refused.ts";
import type { FaultKind, FaultKindName } from "./fault.ts";

/** The kinds of fault there are: the one list that a new kind joins. */
export const faultKinds: Readonly<Record<FaultKindName, FaultKind>> = {
  "connection-refused": connectionRefused,
};

export function faultKind(name: FaultKindName): FaultKind {
  return faultKinds[name];
}
