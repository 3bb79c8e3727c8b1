import { blackHole } from "./black-hole.ts";
import { connectionRefused } from "./connection-refused.ts";
import { connectionReset } from "./connection-reset.ts";
import type { FaultKind, FaultKindName } from "./fault.ts";
import { httpStatus } from "./http-status.ts";
import { latency } from "./latency.ts";

/** The kinds of fault there are: the one list that a new kind joins. */
export const faultKinds: Readonly<Record<FaultKindName, FaultKind>> = {
  "connection-refused": connectionRefused,
  "connection-reset": connectionReset,
  "black-hole": blackHole,
  "http-status": httpStatus,
  latency,
};

export function faultKind(name: FaultKindName): FaultKind {
  return faultKinds[name];
}
