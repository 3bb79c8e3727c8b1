import type { Scale } from "./scale.ts";
import type { Table } from "./table.ts";

/** Another program that serves metrics, to be measured by its URL. */
export interface Peer {
  readonly url: string;
  /** Its process, if it runs on this machine. */
  readonly pid?: number;
}

/** A part of the bench that can be run alone. */
export interface Section {
  readonly name: string;
  /** Throws Error whose message says what is missing. */
  measure(scale: Scale, peers: readonly Peer[]): Promise<readonly Table[]>;
}
