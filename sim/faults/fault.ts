import type { ComponentKind } from "../model/components.ts";

export type { LedgerEntry } from "./ledger.ts";

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
  /** What it is and what clients make of it, in a few sentences: the reference text of the kind. */
  readonly description: string;
  /** What this fault does, as one clause without a full stop: "virt-handler is refused by the apiserver". */
  explain(fault: Fault): string;
  /** What is to happen to connections through the listeners it acts on. */
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
