import type { Store } from "../../store/store.ts";
import type { HttpRequest } from "../../wire/exchange.ts";
import type { Identity } from "../identity.ts";
import type { WriteOptions } from "./options.ts";

/** Where a write goes, who makes it, and how. */
export interface WriteContext {
  readonly store: Store;
  readonly identity: Identity;
  readonly options: WriteOptions;
  /** The body of the request, where it may be looked at for what gets lost as it is decoded. */
  readonly request?: HttpRequest;
  /** Tells the client of what is not as it should be, and yet no reason to refuse. */
  readonly warn?: (text: string) => void;
}
