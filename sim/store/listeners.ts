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
  #untold: StoreEvent[] = [];
  #telling = false;

  /** Returns how to stop. */
  add(kind: Kind | undefined, listener: StoreListener): () => void {
    const entry = { kind, listener };
    this.#replace([...this.#entries, entry]);
    return () => this.#replace(this.#entries.filter((other) => other !== entry));
  }

  /**
   * Tells all of an event; one that comes of telling an earlier one waits until all have heard that. Who stops or
   * comes while an event is being told is told of it still, or not yet.
   */
  tell(event: StoreEvent): void {
    this.#untold.push(event);
    if (this.#telling) return;
    this.#telling = true;
    let told = 0;
    try {
      for (const next of this.#untold) {
        told += 1;
        for (const listener of this.#of(next.kind)) listener(next);
      }
    } finally {
      this.#untold = this.#untold.slice(told);
      this.#telling = false;
    }
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
