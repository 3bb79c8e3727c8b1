import { kindNamed } from "../kinds.ts";
import type { KubeObject } from "../object.ts";
import type { Index } from "../object-index.ts";

/** What an Event is about. */
export interface ObjectReference {
  readonly apiVersion: string;
  readonly kind: string;
  readonly name: string;
  readonly namespace?: string;
  readonly uid: string;
  readonly resourceVersion?: string;
  readonly fieldPath?: string;
}

/** Something that happened to an object, as `kubectl describe` lists it. */
export interface EventObject extends KubeObject {
  readonly involvedObject: ObjectReference;
  readonly type: "Normal" | "Warning";
  readonly reason: string;
  readonly message: string;
  readonly source: { readonly component?: string; readonly host?: string };
  readonly firstTimestamp: string | null;
  readonly lastTimestamp: string | null;
  readonly count?: number;
  /** Set, and the other times null, by reporters of the newer events.k8s.io API: the scheduler. */
  readonly eventTime: string | null;
  readonly action?: string;
  readonly reportingComponent: string;
  readonly reportingInstance: string;
}

export const eventKind = kindNamed<EventObject>("events");

/** Events by the uid of the object they are about. */
export const eventsByObject: Index<EventObject> = {
  kind: eventKind,
  keysOf: ({ involvedObject }) => [involvedObject.uid],
};
