import type { Store } from "../../store/store.ts";
import type { Identity } from "../identity.ts";
import type { WriteOptions } from "./options.ts";

/** Where a write goes, who makes it, and how. */
export interface WriteContext {
  readonly store: Store;
  readonly identity: Identity;
  readonly options: WriteOptions;
}
