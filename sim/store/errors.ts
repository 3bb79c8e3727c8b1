import type { Kind } from "./kinds.ts";

/** Why the store refused; the apiserver turns each into the Status that a real one answers with. */
type StoreErrorReason = "NotFound" | "AlreadyExists" | "Conflict" | "Expired";

export class StoreError extends Error {
  readonly reason: StoreErrorReason;
  readonly kind: Kind | undefined;
  readonly objectName: string | undefined;

  constructor(reason: StoreErrorReason, message: string, kind?: Kind, objectName?: string) {
    super(message);
    this.name = "StoreError";
    this.reason = reason;
    this.kind = kind;
    this.objectName = objectName;
  }
}
