import type { Store } from "../../store/store.ts";
import type { Identity } from "../identity.ts";
import type { StatusCause } from "../status.ts";
import type { JsonObject } from "../write/json-object.ts";

/** A write that is to be judged. */
export interface Proposal {
  readonly next: JsonObject;
  /** Undefined at creation. */
  readonly previous: JsonObject | undefined;
  readonly namespace: string | undefined;
  readonly store: Store;
  readonly identity: Identity;
}

export type Rule = (proposal: Proposal) => readonly StatusCause[];
