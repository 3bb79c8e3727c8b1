import { isDeepStrictEqual } from "node:util";
import { timestampAt, type Clock } from "../clock/clock.ts";
import { nameSuffix, uuid } from "../model/random.ts";
import { EventLog, type StoreEvent, type StoreEventType } from "./event-log.ts";
import { StoreError } from "./errors.ts";
import { kindKey, type Kind } from "./kinds.ts";
import { Table } from "./table.ts";
import { objectKey, type Draft, type KubeObject, type ObjectMeta } from "./object.ts";

export type StoreListener = (event: StoreEvent) => void;

export interface StoreOptions {
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
  readonly #listeners = new Set<StoreListener>();
  readonly #log: EventLog;
  readonly #undelivered: StoreEvent[] = [];
  readonly #generatedNames = new Map<string, number>();
  #delivering = false;
  #resourceVersion: number;

  constructor(options: StoreOptions) {
    this.clock = options.clock;
    this.seed = options.seed;
    this.#resourceVersion = options.startResourceVersion;
    this.#log = new EventLog(options.startResourceVersion, options.eventLogCapacity);
  }

  /** The resourceVersion of the latest write to any object. */
  get resourceVersion(): number {
    return this.#resourceVersion;
  }

  get<T extends KubeObject>(kind: Kind<T>, namespace: string | undefined, name: string): T | undefined {
    return this.#tables.get(kindKey(kind.group, kind.plural))?.get(objectKey(namespace, name)) as
      T | undefined;
  }

  /** All objects of a kind, or those of one namespace, sorted by namespace and name. */
  list<T extends KubeObject>(kind: Kind<T>, namespace?: string): T[] {
    return (this.#tables.get(kindKey(kind.group, kind.plural))?.list(namespace) ?? []) as T[];
  }

  /** Adds an object. Throws StoreError AlreadyExists. */
  create<T extends KubeObject>(kind: Kind<T>, draft: Draft<T>): T {
    const name = draft.metadata.name ?? this.#generateName(kind, draft.metadata);
    const key = objectKey(draft.metadata.namespace, name);
    if (this.#table(kind).has(key)) {
      throw new StoreError("AlreadyExists", `${resourceName(kind)} "${name}" already exists`, kind, name);
    }
    const created = this.clock.now();
    const resourceVersion = ++this.#resourceVersion;
    const metadata: ObjectMeta = {
      ...draft.metadata,
      name,
      uid: uuid(this.seed, kindKey(kind.group, kind.plural), key, this.#timesMade(kind, key)),
      resourceVersion: String(resourceVersion),
      creationTimestamp: timestampAt(this.clock, created),
    };
    const object = { ...draft, metadata } as unknown as T;
    this.#table(kind).set(key, object);
    this.#record("ADDED", kind, object, undefined);
    return object;
  }

  /**
   * Replaces an object. A `resourceVersion` in it must be the current one; a write that changes nothing
   * leaves no trace. When the last finalizer of an object under deletion goes, so does the object.
   * Throws StoreError NotFound or Conflict.
   */
  update<T extends KubeObject>(kind: Kind<T>, next: Draft<T>): T {
    const name = next.metadata.name ?? "";
    const previous = this.#existing(kind, next.metadata.namespace, name);
    const expected = next.metadata.resourceVersion;
    if (expected !== undefined && expected !== "" && expected !== previous.metadata.resourceVersion) {
      throw new StoreError(
        "Conflict",
        `Operation cannot be fulfilled on ${resourceName(kind)} "${name}": the object has been modified; please apply your changes to the latest version and try again`,
        kind,
        name,
      );
    }
    const { uid, creationTimestamp, resourceVersion } = previous.metadata;
    const same = { ...next, metadata: { ...next.metadata, name, uid, creationTimestamp, resourceVersion } };
    if (isDeepStrictEqual(same, previous)) return previous;
    return this.#replace(kind, same as unknown as T, previous);
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
    if ((object.metadata.finalizers?.length ?? 0) === 0 && graceSeconds === 0)
      return this.remove(kind, namespace, name);
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
    this.#table(kind).delete(objectKey(namespace, name));
    this.#record("DELETED", kind, last, previous);
    return last;
  }

  /** Calls `listener` with every event from now on, synchronously and in order. Returns how to stop. */
  subscribe(listener: StoreListener): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  /** Events after `resourceVersion`, or undefined when some of them are forgotten: see EventLog. */
  eventsSince(resourceVersion: number): readonly StoreEvent[] | undefined {
    return this.#log.since(resourceVersion);
  }

  /** Forgets the events up to `resourceVersion`. */
  compact(resourceVersion: number): void {
    this.#log.compact(resourceVersion);
  }

  #replace<T extends KubeObject>(kind: Kind<T>, next: T, previous: T): T {
    const finalized =
      next.metadata.deletionTimestamp !== undefined && previous.metadata.finalizers !== undefined;
    const metadata: ObjectMeta = { ...next.metadata, resourceVersion: String(++this.#resourceVersion) };
    const object = { ...next, metadata };
    this.#table(kind).set(objectKey(metadata.namespace, metadata.name), object);
    this.#record("MODIFIED", kind, object, previous);
    if (finalized && (metadata.finalizers?.length ?? 0) === 0) {
      this.remove(kind, metadata.namespace, metadata.name);
    }
    return object;
  }

  #existing<T extends KubeObject>(kind: Kind<T>, namespace: string | undefined, name: string): T {
    const object = this.get(kind, namespace, name);
    if (object === undefined) {
      throw new StoreError("NotFound", `${resourceName(kind)} "${name}" not found`, kind, name);
    }
    return object;
  }

  #table(kind: Kind): Table {
    const key = kindKey(kind.group, kind.plural);
    let table = this.#tables.get(key);
    if (table === undefined) this.#tables.set(key, (table = new Table()));
    return table;
  }

  #generateName(kind: Kind, metadata: Draft["metadata"]): string {
    const prefix = metadata.generateName ?? "";
    const owner = objectKey(metadata.namespace, prefix);
    for (;;) {
      const name = prefix + nameSuffix(5, this.seed, kind.plural, owner, this.#timesMade(kind, owner));
      if (!this.#table(kind).has(objectKey(metadata.namespace, name))) return name;
    }
  }

  /** How often something of this key was made before: an object made anew gets a new uid, a new suffix. */
  #timesMade(kind: Kind, key: string): number {
    const counted = `${kind.plural} ${key}`;
    const times = this.#generatedNames.get(counted) ?? 0;
    this.#generatedNames.set(counted, times + 1);
    return times;
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
    this.#undelivered.push(event);
    this.#deliver();
  }

  #deliver(): void {
    if (this.#delivering) return;
    this.#delivering = true;
    try {
      for (let event = this.#undelivered.shift(); event !== undefined; event = this.#undelivered.shift()) {
        for (const listener of this.#listeners) listener(event);
      }
    } finally {
      this.#delivering = false;
    }
  }
}

/** How messages name a resource: `pods`, `virtualmachines.kubevirt.io`. */
export function resourceName(kind: Kind): string {
  return kind.group === "" ? kind.plural : `${kind.plural}.${kind.group}`;
}
