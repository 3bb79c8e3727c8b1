import type { ComponentKind } from "../model/components.ts";

/** One end of a faulty way. All that is given must hold; nothing given means every component. */
export interface FaultEnd {
  readonly component?: ComponentKind | "apiserver" | "prometheus";
  /** Node name. */
  readonly node?: string;
  /** Labels of the node the pod runs on. */
  readonly nodeSelector?: Readonly<Record<string, string>>;
}

/**
 * A fault as a scenario states it: who cannot talk to whom, and what the client sees. It says nothing
 * about how; `wire/` performs it.
 */
export interface Fault {
  readonly kind: FaultKindName;
  readonly from: FaultEnd;
  readonly to: FaultEnd;
}

/** What happens to connections through a listener. A closed union: the interpreter in `wire/` knows each. */
export interface RefuseEffect {
  readonly type: "refuse";
}
export type Effect = RefuseEffect;

export const faultKindNames = ["connection-refused"] as const;
export type FaultKindName = (typeof faultKindNames)[number];

/** A kind of fault, named for what the client sees. One file each, listed in `registry.ts`. */
export interface FaultKind {
  readonly name: FaultKindName;
  /** One sentence in plain English, for people. */
  explain(fault: Fault): string;
  effect(fault: Fault): Effect;
}

/**
 * A fault in force, resolved to the listeners it acts on.
 *
 * Connections are told apart by the listener alone, since accept() comes before anyone knows who calls:
 * each component has a front listener of its own on the way to the apiserver.
 */
export interface ActiveFault {
  /** Name of the timeline event. */
  readonly name: string;
  readonly kind: FaultKindName;
  readonly effect: Effect;
  /** `ip:port` of each listener it acts on. */
  readonly listeners: readonly string[];
}

/**
 * One line of the ledger: something a fault did on the wire, as seen by the process that did it or by
 * the component whose connection it was.
 */
export interface LedgerEntry {
  /** When, in seconds (t). */
  readonly t: number;
  /** The fault's timeline name; absent where a component saw a failure that no fault explains. */
  readonly fault?: string;
  readonly what: "listener-closed" | "listener-opened" | "connection-cut" | "dial-refused" | "request-failed";
  /** Pod name (or `prometheus`) at the client's end, where known. */
  readonly from?: string;
  /** `apiserver` or the pod name at the server's end. */
  readonly to: string;
  /** `ip:port` of the listener. */
  readonly listener: string;
  readonly connection?: "fresh" | "reused";
  readonly bytesSent?: number;
  /** Requests that ended without a response by this: what a client counts as `<error>`. */
  readonly requests?: number;
  /** Whether the client can have noticed. */
  readonly noticed?: boolean;
}
