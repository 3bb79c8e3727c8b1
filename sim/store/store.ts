import { timestampAt, type Clock } from "../clock/clock.ts";
import { EventLog, type StoreEvent, type StoreEventType } from "./event-log.ts";
import { sameButServed } from "./equality.ts";
import { StoreError } from "./errors.ts";
import { hasGeneration, nextGeneration } from "./generation.ts";
import { Identities } from "./identities.ts";
import { kindKey, type Kind } from "./kinds.ts";
import { Listeners, type StoreListener } from "./listeners.ts";
import { objectKey, type Draft, type KubeObject, type ObjectMeta } from "./object.ts";
import type { Index } from "./object-index.ts";
import { Table } from "./table.ts";

/** Completes what a writer gives, as defaulting and mutating webhooks do; `previous` is absent at creation. */
type Admission<T extends KubeObject> = (draft: Draft<T>, previous: T | undefined) => Draft<T>;

/** A StoreEvent of one kind, its objects typed. */
interface KindEvent<T extends KubeObject> extends StoreEvent {
  readonly object: T;
  readonly previous: T | undefined;
}

export type { StoreListener } from "./listeners.ts";

/** How a write is made. */
interface WriteMode {
  readonly dryRun?: boolean;
}

interface StoreOptions {
  readonly clock: Clock;
  readonly seed: number;
  /** Where resourceVersions start; live it is wall time, so that they keep rising over restarts. */
  readonly startResourceVersion: number;
  readonly eventLogCapacity?: number;
}

/**
 * The objects of the cluster and the one event log behind their resourceVersions: the only source of truth.
 *
 * Objects are values: a write replaces one, nothing changes it in place. Listeners are told of each write
 * after it, in order; what they write themselves is delivered after what they are being told.
 */
export class Store {
  readonly clock: Clock;
  readonly seed: number;
  readonly #tables = new Map<string, Table>();
  /** The same by Kind: nearly all who ask have the same object for a kind, and need no key put together. */
  readonly #tablesByKind = new Map<Kind, Table>();
  readonly #listeners = new Listeners();
  readonly #admissions = new Map<string, Admission<KubeObject>>();
  readonly #identities: Identities;
  readonly #log: EventLog;
  #resourceVersion: number;

  constructor(options: StoreOptions) {
    this.clock = options.clock;
    this.seed = options.seed;
    this.#identities = new Identities(options.clock, options.seed);
    this.#resourceVersion = options.startResourceVersion;
    this.#log = new EventLog(options.startResourceVersion, options.eventLogCapacity);
  }

  /** The resourceVersion of the latest write to any object. */
  get resourceVersion(): number {
    return this.#resourceVersion;
  }

  get<T extends KubeObject>(kind: Kind<T>, namespace: string | undefined, name: string): T | undefined {
    return this.#table(kind).get(namespace, name) as T | undefined;
  }

  /** All objects of a kind, or those of one namespace, sorted by namespace and name. */
  list<T extends KubeObject>(kind: Kind<T>, namespace?: string): readonly T[] {
    return this.#table(kind).list(namespace) as readonly T[];
  }

  /** Every kind of which there are, or were, objects. */
  get kinds(): readonly Kind[] {
    return [...this.#tables.values()].map(({ kind }) => kind);
  }

  /** The objects that are found under `key` by this index, sorted by namespace and name. */
  by<T extends KubeObject>(index: Index<T>, key: string): T[] {
    return this.#table(index.kind).by(index, key) as T[];
  }

  /** Adds an object; with `dryRun` only tells what it would be. Throws StoreError AlreadyExists. */
  create<T extends KubeObject>(kind: Kind<T>, given: Draft<T>, { dryRun = false }: WriteMode = {}): T {
    const draft = this.#admitted(kind, given, undefined);
    const name = draft.metadata.name ?? this.#generateName(kind, draft.metadata);
    const key = objectKey(draft.metadata.namespace, name);
    if (this.get(kind, draft.metadata.namespace, name) !== undefined) {
      throw new StoreError("AlreadyExists", `${resourceName(kind)} "${name}" already exists`, kind, name);
    }
    const resourceVersion = this.#resourceVersion + 1;
    const metadata: ObjectMeta = {
      ...draft.metadata,
      name,
      uid: this.#identities.uidOf(kind, key),
      resourceVersion: String(resourceVersion),
      ...(hasGeneration(kind) ? { generation: 1 } : {}),
      creationTimestamp: timestampAt(this.clock, this.clock.now()),
    };
    const object = { ...draft, metadata } as unknown as T;
    if (dryRun) return object;
    this.#resourceVersion = resourceVersion;
    this.#table(kind).set(object);
    this.#record("ADDED", kind, object, undefined);
    return object;
  }

  /**
   * Replaces an object. A `resourceVersion` in it must be the current one; a write that changes nothing
   * leaves no trace. When the last finalizer of an object under deletion goes, so does the object.
   * With `dryRun` only tells what it would be. Throws StoreError NotFound or Conflict.
   */
  update<T extends KubeObject>(kind: Kind<T>, given: Draft<T>, { dryRun = false }: WriteMode = {}): T {
    const name = given.metadata.name ?? "";
    const previous = this.#existing(kind, given.metadata.namespace, name);
    const next = this.#admitted(kind, given, previous);
    const expected = next.metadata.resourceVersion;
    if (expected !== undefined && expected !== "" && expected !== previous.metadata.resourceVersion) {
      throw new StoreError(
        "Conflict",
        `Operation cannot be fulfilled on ${resourceName(kind)} "${name}": the object has been modified; please apply your changes to the latest version and try again`,
        kind,
        name,
      );
    }
    if (sameButServed(next, previous)) return previous;
    return dryRun ? this.#successor(kind, next, previous) : this.#replace(kind, next, previous);
  }

  /** Replaces an object by what `change` makes of the present one. Throws StoreError NotFound. */
  modify<T extends KubeObject>(kind: Kind<T>, object: KubeObject, change: (present: T) => Draft<T>): T {
    const present = this.#existing(kind, object.metadata.namespace, object.metadata.name);
    return this.update(kind, change(present));
  }

  /**
   * Deletes as an API call does: an object with finalizers, or one that is given `graceSeconds`, is only
   * marked; it goes when the last finalizer goes, or by `remove`. Throws StoreError NotFound.
   */
  delete<T extends KubeObject>(
    kind: Kind<T>,
    namespace: string | undefined,
    name: string,
    graceSeconds = 0,
  ): T {
    const object = this.#existing(kind, namespace, name);
    if (object.metadata.deletionTimestamp !== undefined && graceSeconds > 0) return object;
    if (!isHeld(object) && graceSeconds === 0) return this.remove(kind, namespace, name);
    const metadata: ObjectMeta = {
      ...object.metadata,
      deletionTimestamp:
        object.metadata.deletionTimestamp ?? timestampAt(this.clock, this.clock.now() + graceSeconds),
      deletionGracePeriodSeconds: graceSeconds,
    };
    return this.#replace(kind, { ...object, metadata }, object);
  }

  /** Takes an object away, whatever holds it. Throws StoreError NotFound. */
  remove<T extends KubeObject>(kind: Kind<T>, namespace: string | undefined, name: string): T {
    const previous = this.#existing(kind, namespace, name);
    const resourceVersion = String(++this.#resourceVersion);
    const last = { ...previous, metadata: { ...previous.metadata, resourceVersion } };
    this.#table(kind).delete(namespace, name);
    this.#record("DELETED", kind, last, previous);
    return last;
  }

  /** Has every write to objects of a kind completed by `admission`, whoever makes it. */
  admit<T extends KubeObject>(kind: Kind<T>, admission: Admission<T>): void {
    this.#admissions.set(kindKey(kind.group, kind.plural), admission as unknown as Admission<KubeObject>);
  }

  /** Calls `listener` with every event from now on, synchronously and in order. Returns how to stop. */
  subscribe(listener: StoreListener): () => void {
    return this.#listeners.add(undefined, listener);
  }

  /** The same for the events of one kind. */
  watch<T extends KubeObject>(kind: Kind<T>, listener: (event: KindEvent<T>) => void): () => void {
    return this.#listeners.add(kind, listener as StoreListener);
  }

  /** Events after `resourceVersion`, or undefined when some of them are forgotten: see EventLog. */
  eventsSince(resourceVersion: number): readonly StoreEvent[] | undefined {
    return this.#log.since(resourceVersion);
  }

  /** The oldest resourceVersion that `eventsSince` still knows all events after. */
  get oldestResourceVersion(): number {
    return this.#log.oldestResourceVersion;
  }

  /** Forgets the events up to `resourceVersion`. */
  compact(resourceVersion: number): void {
    this.#log.compact(resourceVersion);
  }

  /**
   * Goes on from an earlier resourceVersion, at least 1, as a store does that was restored from a backup, but with
   * its objects as they are: none has a higher one. No event is remembered.
   */
  rewind(versions: number): void {
    const resourceVersion = Math.max(1, this.#resourceVersion - versions);
    this.#resourceVersion = resourceVersion;
    this.#log.restart(resourceVersion);
    for (const table of this.#tables.values()) {
      for (const object of table.list()) {
        if (Number(object.metadata.resourceVersion) <= resourceVersion) continue;
        const metadata = { ...object.metadata, resourceVersion: String(resourceVersion) };
        table.set({ ...object, metadata });
      }
    }
  }

  #admitted<T extends KubeObject>(kind: Kind<T>, draft: Draft<T>, previous: T | undefined): Draft<T> {
    const admission = this.#admissions.get(kindKey(kind.group, kind.plural));
    return admission === undefined ? draft : (admission(draft, previous) as unknown as Draft<T>);
  }

  #replace<T extends KubeObject>(kind: Kind<T>, next: Draft<T>, previous: T): T {
    const object = this.#successor(kind, next, previous, String(++this.#resourceVersion));
    this.#table(kind).set(object);
    this.#record("MODIFIED", kind, object, previous);
    const released = object.metadata.deletionTimestamp !== undefined && isHeld(previous) && !isHeld(object);
    if (released) this.remove(kind, object.metadata.namespace, object.metadata.name);
    return object;
  }

  /** What takes the place of `previous`: as given, with what is the server's to say. */
  #successor<T extends KubeObject>(
    kind: Kind<T>,
    next: Draft<T>,
    previous: T,
    resourceVersion = previous.metadata.resourceVersion,
  ): T {
    const { name, uid, creationTimestamp } = previous.metadata;
    const generation = nextGeneration(kind, previous, next as unknown as KubeObject);
    const metadata: ObjectMeta = { ...next.metadata, name, uid, creationTimestamp, resourceVersion };
    return {
      ...next,
      metadata: generation === undefined ? metadata : { ...metadata, generation },
    } as unknown as T;
  }

  #existing<T extends KubeObject>(kind: Kind<T>, namespace: string | undefined, name: string): T {
    const object = this.get(kind, namespace, name);
    if (object === undefined) {
      throw new StoreError("NotFound", `${resourceName(kind)} "${name}" not found`, kind, name);
    }
    return object;
  }

  #table(kind: Kind): Table {
    const known = this.#tablesByKind.get(kind);
    if (known !== undefined) return known;
    const key = kindKey(kind.group, kind.plural);
    const table = this.#tables.get(key) ?? new Table(kind);
    this.#tables.set(key, table);
    this.#tablesByKind.set(kind, table);
    return table;
  }

  #generateName(kind: Kind, metadata: Draft["metadata"]): string {
    const prefix = metadata.generateName ?? "";
    const owner = objectKey(metadata.namespace, prefix);
    for (;;) {
      const name = prefix + this.#identities.suffixFor(kind, owner);
      if (this.get(kind, metadata.namespace, name) === undefined) return name;
    }
  }

  #record(type: StoreEventType, kind: Kind, object: KubeObject, previous: KubeObject | undefined): void {
    const event = {
      type,
      kind,
      object,
      previous,
      resourceVersion: this.#resourceVersion,
      t: this.clock.now(),
    };
    this.#log.append(event);
    this.#listeners.tell(event);
  }
}

/** Whether finalizers keep the object when it is deleted; a Namespace has its own in its spec. */
function isHeld(object: KubeObject): boolean {
  if ((object.metadata.finalizers?.length ?? 0) > 0) return true;
  if (object.apiVersion !== "v1" || object.kind !== "Namespace") return false;
  const { spec } = object as KubeObject & { readonly spec?: { readonly finalizers?: readonly string[] } };
  return (spec?.finalizers?.length ?? 0) > 0;
}

/** How messages name a resource: `pods`, `virtualmachines.kubevirt.io`. */
export function resourceName(kind: Kind): string {
  return kind.group === "" ? kind.plural : `${kind.plural}.${kind.group}`;
}
