import type { StoreEvent } from "./event-log.ts";
import type { Kind } from "./kinds.ts";

export type StoreListener = (event: StoreEvent) => void;

interface Entry {
  /** Undefined: every kind. */
  readonly kind: Kind | undefined;
  readonly listener: StoreListener;
}

/** Who is told of which events, in the order in which they came. */
export class Listeners {
  #entries: readonly Entry[] = [];
  /** Those who are told of a kind, worked out when it is first needed. */
  readonly #byKind = new Map<Kind, readonly StoreListener[]>();

  /** Returns how to stop. */
  add(kind: Kind | undefined, listener: StoreListener): () => void {
    const entry = { kind, listener };
    this.#replace([...this.#entries, entry]);
    return () => this.#replace(this.#entries.filter((other) => other !== entry));
  }

  /** Who stops or comes while an event is being told is told of it still, or not yet. */
  tell(event: StoreEvent): void {
    for (const listener of this.#of(event.kind)) listener(event);
  }

  #of(kind: Kind): readonly StoreListener[] {
    let listeners = this.#byKind.get(kind);
    if (listeners === undefined) {
      const entries = this.#entries.filter((entry) => entry.kind === undefined || entry.kind === kind);
      listeners = entries.map(({ listener }) => listener);
      this.#byKind.set(kind, listeners);
    }
    return listeners;
  }

  #replace(entries: readonly Entry[]): void {
    this.#entries = entries;
    this.#byKind.clear();
  }
}
