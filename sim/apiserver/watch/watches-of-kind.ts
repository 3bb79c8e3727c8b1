import type { StoreEvent } from "../../store/event-log.ts";
import type { Index } from "../../store/object-index.ts";
import type { Watcher } from "./watcher.ts";

/**
 * The watches of one kind. Those that can only be about some of its objects are found by these: a thousand
 * virt-handlers watch the VMIs of their node, and a change of one concerns one of them.
 */
export class WatchesOfKind {
  readonly #unnarrowed = new Set<Watcher>();
  readonly #narrowed = new Map<Index, Map<string, Set<Watcher>>>();
  #size = 0;

  get size(): number {
    return this.#size;
  }

  add(watcher: Watcher): void {
    const { narrowing } = watcher.watch.selection;
    this.#size += 1;
    if (narrowing === undefined) {
      this.#unnarrowed.add(watcher);
      return;
    }
    const byKey = this.#narrowed.get(narrowing.index) ?? new Map<string, Set<Watcher>>();
    this.#narrowed.set(narrowing.index, byKey);
    const present = byKey.get(narrowing.key);
    if (present === undefined) byKey.set(narrowing.key, new Set([watcher]));
    else present.add(watcher);
  }

  delete(watcher: Watcher): void {
    const { narrowing } = watcher.watch.selection;
    const byKey = narrowing && this.#narrowed.get(narrowing.index);
    const among = narrowing === undefined ? this.#unnarrowed : byKey?.get(narrowing.key);
    if (among?.delete(watcher) !== true) return;
    this.#size -= 1;
    if (narrowing !== undefined && among.size === 0) byKey?.delete(narrowing.key);
  }

  all(): Watcher[] {
    const narrowed = [...this.#narrowed.values()].flatMap((byKey) => [...byKey.values()]);
    return [this.#unnarrowed, ...narrowed].flatMap((streams) => [...streams]);
  }

  /** Those that an event may be about: by what its object is, or was. */
  *concernedBy({ object, previous }: StoreEvent): Generator<Watcher> {
    yield* this.#unnarrowed;
    for (const [index, byKey] of this.#narrowed) {
      const keys = new Set(index.keysOf(object));
      if (previous !== undefined) for (const key of index.keysOf(previous)) keys.add(key);
      for (const key of keys) yield* byKey.get(key) ?? [];
    }
  }
}
