import { microTimestampAt, timestampAt } from "../../clock/clock.ts";
import type { KubeObject } from "../object.ts";
import { eventKind, eventsByObject, type EventObject, type ObjectReference } from "../objects/event.ts";
import type { ControllerContext } from "./context.ts";
import { eventLifeSeconds } from "./event-expiry.ts";

/** What a component has to say about an object. */
export interface Occurrence {
  readonly type?: "Normal" | "Warning";
  readonly reason: string;
  readonly message: string;
  /** Who says it: `kubelet`, `virt-handler`, `virtualmachine-controller`. */
  readonly component: string;
  /** The node it runs on, where it tells. */
  readonly host?: string;
  /** The part of the object, e.g. `spec.containers{compute}`. */
  readonly fieldPath?: string;
  /** What was being done; given by reporters of the newer events API, which count no repetitions. */
  readonly action?: string;
}

/** Records that something happened to `object`, as client-go's recorder does: the same again only counts. */
export function recordEvent(context: ControllerContext, object: KubeObject, occurrence: Occurrence): void {
  const { store, clock } = context;
  // History is played before t = 0; what would be forgotten by then need not be written.
  if (clock.now() + eventLifeSeconds < 0) return;
  const regarding = referenceTo(object, occurrence.fieldPath);
  const same =
    occurrence.action === undefined
      ? store.by(eventsByObject, regarding.uid).find((event) => repeats(event, occurrence))
      : undefined;
  const lastTimestamp = timestampAt(clock, clock.now());
  if (same === undefined) {
    store.create(eventKind, {
      ...occurrenceEvent(context, regarding, occurrence),
      metadata: nameOf(context, regarding),
    });
  } else {
    store.update(eventKind, { ...same, lastTimestamp, count: (same.count ?? 1) + 1 });
  }
}

function repeats(event: EventObject, { reason, message, component, host, fieldPath }: Occurrence): boolean {
  return (
    event.reason === reason &&
    event.message === message &&
    event.source.component === component &&
    event.source.host === host &&
    event.involvedObject.fieldPath === fieldPath
  );
}

function occurrenceEvent(
  { clock }: ControllerContext,
  involvedObject: ObjectReference,
  { type = "Normal", reason, message, component, host, action }: Occurrence,
): Omit<EventObject, "metadata"> {
  const now = timestampAt(clock, clock.now());
  const common = { apiVersion: "v1", kind: "Event", involvedObject, type, reason, message };
  if (action !== undefined) {
    return {
      ...common,
      source: {},
      firstTimestamp: null,
      lastTimestamp: null,
      eventTime: microTimestampAt(clock, clock.now()),
      action,
      reportingComponent: component,
      reportingInstance: `${component}-control-plane`,
    };
  }
  return {
    ...common,
    source: { component, ...(host === undefined ? {} : { host }) },
    firstTimestamp: now,
    lastTimestamp: now,
    count: 1,
    eventTime: null,
    reportingComponent: component,
    reportingInstance: host ?? "",
  };
}

/** client-go names an Event after its object and the nanosecond; the next free one where two meet. */
function nameOf({ store, clock }: ControllerContext, { name, namespace = "default" }: ObjectReference) {
  let nanoseconds = BigInt(clock.epochMillis) * 1_000_000n + BigInt(Math.round(clock.now() * 1e9));
  const nameAt = () => `${name}.${nanoseconds.toString(16)}`;
  while (store.get(eventKind, namespace, nameAt()) !== undefined) nanoseconds += 1n;
  return { name: nameAt(), namespace };
}

function referenceTo(object: KubeObject, fieldPath: string | undefined): ObjectReference {
  const { name, namespace, uid, resourceVersion } = object.metadata;
  return {
    apiVersion: object.apiVersion,
    kind: object.kind,
    name,
    ...(namespace === undefined ? {} : { namespace }),
    // Nodes go by their name: kubelet reports before it knows its Node's uid.
    uid: object.kind === "Node" ? name : uid,
    resourceVersion,
    ...(fieldPath === undefined ? {} : { fieldPath }),
  };
}
