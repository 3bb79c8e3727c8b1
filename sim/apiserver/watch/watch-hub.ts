import type { Kind } from "../../store/kinds.ts";
import type { Store } from "../../store/store.ts";
import { Change } from "./change.ts";
import type { Deadlines } from "./deadlines.ts";
import type { Watcher } from "./watcher.ts";
import { WatchesOfKind } from "./watches-of-kind.ts";

/** All watches that are open: tells each change to those it may concern. */
export class WatchHub {
  readonly deadlines: Deadlines;
  readonly #watches = new Map<Kind, WatchesOfKind>();
  readonly #unsubscribe: () => void;

  constructor(store: Store, deadlines: Deadlines) {
    this.deadlines = deadlines;
    this.#unsubscribe = store.subscribe((event) => {
      const watches = this.#watches.get(event.kind);
      if (watches === undefined || watches.size === 0) return;
      const change = new Change(event);
      for (const watch of watches.concernedBy(event)) watch.tell(change);
    });
  }

  add(watcher: Watcher): void {
    const { kind } = watcher.watch.resource;
    let present = this.#watches.get(kind);
    if (present === undefined) this.#watches.set(kind, (present = new WatchesOfKind()));
    present.add(watcher);
  }

  remove(watcher: Watcher): void {
    this.#watches.get(watcher.watch.resource.kind)?.delete(watcher);
  }

  /** How many watches are open. */
  get size(): number {
    return [...this.#watches.values()].reduce((sum, watches) => sum + watches.size, 0);
  }

  /** Ends the watches of a kind that is served no more. */
  endAll(kind: Kind): void {
    for (const watch of this.#watches.get(kind)?.all() ?? []) watch.end();
  }

  /** Ends all watches. */
  close(): void {
    this.#unsubscribe();
    for (const kind of this.#watches.keys()) this.endAll(kind);
  }
}
