import type { Kind } from "./kinds.ts";
import type { KubeObject } from "./object.ts";

export type StoreEventType = "ADDED" | "MODIFIED" | "DELETED";

/** One change of one object. For DELETED, `object` is the last state with a resourceVersion of its own. */
export interface StoreEvent {
  readonly type: StoreEventType;
  readonly kind: Kind;
  readonly object: KubeObject;
  /** The state before; absent for ADDED. */
  readonly previous: KubeObject | undefined;
  readonly resourceVersion: number;
  readonly t: number;
}

/** How many past events a watch can resume over. */
const defaultCapacity = 10_000;

/** The last events of all kinds, in the order of their resourceVersions: what a watch resumes from. */
export class EventLog {
  readonly #capacity: number;
  #events: StoreEvent[] = [];
  /** Everything up to and including this resourceVersion is forgotten. */
  #forgottenUpTo: number;

  constructor(startResourceVersion: number, capacity = defaultCapacity) {
    this.#forgottenUpTo = startResourceVersion;
    this.#capacity = capacity;
  }

  append(event: StoreEvent): void {
    this.#events.push(event);
    // Dropped in blocks: cutting one entry off a long array on each write would copy it each time.
    if (this.#events.length >= 2 * this.#capacity) this.#drop(this.#events.length - this.#capacity);
  }

  /** The events after `resourceVersion`, or undefined when some of them are forgotten. */
  since(resourceVersion: number): readonly StoreEvent[] | undefined {
    if (resourceVersion < this.#forgottenUpTo) return undefined;
    return this.#events.slice(this.#firstAfter(resourceVersion));
  }

  /** The oldest resourceVersion that a watch can start from. */
  get oldestResourceVersion(): number {
    return this.#forgottenUpTo;
  }

  /** Forgets all events up to `resourceVersion`, as an apiserver's compaction does. */
  compact(resourceVersion: number): void {
    this.#drop(this.#firstAfter(resourceVersion));
    this.#forgottenUpTo = Math.max(this.#forgottenUpTo, resourceVersion);
  }

  /** Forgets everything: the next event comes after this resourceVersion, however low. */
  restart(resourceVersion: number): void {
    this.#events = [];
    this.#forgottenUpTo = resourceVersion;
  }

  #drop(count: number): void {
    const last = this.#events[count - 1];
    if (last === undefined) return;
    this.#forgottenUpTo = last.resourceVersion;
    this.#events = this.#events.slice(count);
  }

  #firstAfter(resourceVersion: number): number {
    let low = 0;
    let high = this.#events.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      if ((this.#events[middle]?.resourceVersion ?? Infinity) > resourceVersion) high = middle;
      else low = middle + 1;
    }
    return low;
  }
}
