import { blackHole } from "./black-hole.ts";
import { connectionRefused } from "./connection-refused.ts";
import { connectionReset } from "./connection-reset.ts";
import { emptyList } from "./empty-list.ts";
import type { FaultKind, FaultKindName } from "./fault.ts";
import { garbageLine } from "./garbage-line.ts";
import { historyLost } from "./history-lost.ts";
import { historyRewound } from "./history-rewound.ts";
import { httpStatus } from "./http-status.ts";
import { latency } from "./latency.ts";
import { watchClosed } from "./watch-closed.ts";
import { watchError } from "./watch-error.ts";
import { watchTruncated } from "./watch-truncated.ts";

/** The kinds of fault there are: the one list that a new kind joins. */
export const faultKinds: Readonly<Record<FaultKindName, FaultKind>> = {
  "connection-refused": connectionRefused,
  "connection-reset": connectionReset,
  "black-hole": blackHole,
  "http-status": httpStatus,
  latency,
  "watch-closed": watchClosed,
  "watch-truncated": watchTruncated,
  "garbage-line": garbageLine,
  "watch-error": watchError,
  "empty-list": emptyList,
  "history-lost": historyLost,
  "history-rewound": historyRewound,
};

export function faultKind(name: FaultKindName): FaultKind {
  return faultKinds[name];
}
