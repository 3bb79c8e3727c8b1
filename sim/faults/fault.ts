import type { ProgramKind } from "../model/components.ts";
import type { GivenSettings, Settings } from "./settings.ts";

export type { LedgerEntry } from "./ledger.ts";

/** One end of a faulty way. All that is given must hold; nothing given means every component. */
export interface FaultEnd {
  readonly component?: ProgramKind | "apiserver" | "prometheus";
  /** Pod name. */
  readonly pod?: string;
  /** Labels of the pod. */
  readonly labels?: Readonly<Record<string, string>>;
  /** Node name. */
  readonly node?: string;
  /** Labels of the node the pod runs on. */
  readonly nodeSelector?: Readonly<Record<string, string>>;
  /** Only this share of the pods that all this leaves; at least one. From 0 to 100. */
  readonly percent?: number;
}

/**
 * A fault as a scenario states it: who cannot talk to whom, and what the client sees. It says nothing
 * about how; `wire/` performs it.
 */
export interface Fault {
  readonly kind: FaultKindName;
  readonly from: FaultEnd;
  readonly to: FaultEnd;
  /** Settings of its kind, as far as they were given; see the `settings` of the kind. */
  readonly settings?: GivenSettings;
}

/** What happens to connections through a listener. A closed union: the interpreter in `wire/` knows each. */
export type Effect = ListenerEffect | RequestEffect;

/** What happens to a listener as a whole, and to every connection that was made through it. */
type ListenerEffect =
  /** Dials are refused, connections are reset. */
  | { readonly type: "refuse" }
  /** Nothing gets through either way: dials hang, connections fall silent. Performed on Linux alone. */
  | { readonly type: "black-hole"; readonly phase: "connect" };

/** What happens to single requests; those under way when the fault begins are among them. */
export type RequestEffect = RequestSelector & Frequency & RequestTrouble;

type RequestTrouble =
  /**
   * The connection is reset instead of an answer. Without `persist` only connections that have served a
   * request before are reset, so that a client that repeats its request on a new one gets through.
   */
  | { readonly type: "reset"; readonly persist: boolean }
  /** The request is not answered (`request`), or only the first half of the answer comes (`body`). */
  | { readonly type: "black-hole"; readonly phase: "request" | "body" }
  /** The answer is this status instead of what it would have been. */
  | { readonly type: "respond"; readonly status: number; readonly retryAfterSeconds?: number }
  /** Whatever is answered comes so much later. */
  | { readonly type: "delay"; readonly delaySeconds: number }
  /**
   * A watch that is open is told `text` between its events, and with `ends` is complete after it. Watches that
   * begin later meet with the same after `afterSeconds`; where that is absent they are left alone.
   */
  | {
      readonly type: "interrupt";
      readonly text: string;
      readonly ends: boolean;
      readonly afterSeconds?: number;
    }
  /**
   * Lists and watches are answered as if nothing matched. As it begins and as it ends, open watches are told
   * `text` and are complete, so that clients list anew.
   */
  | { readonly type: "empty"; readonly text: string };

/** Which requests an effect can strike: those of which all that is given holds. */
export interface RequestSelector {
  /** HTTP method. */
  readonly method?: string;
  /** One of these Kubernetes verbs, of a request to the apiserver. */
  readonly verbs?: readonly string[];
  /** A regular expression; the path with its query contains a match. */
  readonly path?: string;
}

/** How many of the requests that it could strike an effect does strike. */
export interface Frequency {
  /** The chance of each, from 0 to 1. */
  readonly probability: number;
  /** Only so many through each listener; absent: no limit. */
  readonly first?: number;
}

export const faultKindNames = [
  "connection-refused",
  "connection-reset",
  "black-hole",
  "http-status",
  "latency",
  "watch-closed",
  "watch-truncated",
  "garbage-line",
  "watch-error",
  "empty-list",
  "history-lost",
  "history-rewound",
] as const;
export type FaultKindName = (typeof faultKindNames)[number];

/**
 * Where a kind of fault is possible: on any way, on the way to the apiserver alone, or to the apiserver as a
 * whole, so that it concerns everyone.
 */
export type FaultScope = "any-way" | "apiserver-way" | "apiserver";

/** What happens to the history that watches resume from. */
export type HistoryEffect =
  /** All of it is forgotten. */
  | { readonly type: "forget" }
  /** It is forgotten, and resourceVersions go on from so many versions before. */
  | { readonly type: "rewind"; readonly versions: number };

/** A kind of fault, named for what the client sees. One file each, listed in `registry.ts`. */
export interface FaultKind {
  readonly name: FaultKindName;
  /** What it is and what clients make of it, in a few sentences: the reference text of the kind. */
  readonly description: string;
  readonly scope: FaultScope;
  /** What it can be given, by name. */
  readonly settings: Settings;
  /** What this fault does, as one clause without a full stop: "virt-handler is refused by the apiserver". */
  explain(fault: Fault): string;
  /** What is to happen to connections through the listeners it acts on. */
  effect(fault: Fault): Effect;
  /** What becomes of the apiserver's memory as the fault begins; undefined: nothing. */
  history(fault: Fault): HistoryEffect | undefined;
  /** What is wrong with settings that are each right by themselves. */
  problem(given: GivenSettings): SettingProblem | undefined;
}

export interface SettingProblem {
  /** Which of them is too many. */
  readonly setting: string;
  readonly message: string;
  readonly fix: string;
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
