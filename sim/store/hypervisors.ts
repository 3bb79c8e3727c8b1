import type { Domain } from "../model/domain.ts";
import type { FeedChange } from "../model/feed.ts";

export type FeedListener = (nodeName: string, change: FeedChange) => void;

/** The hypervisors of all nodes: one Domain per running VMI. What they run is told node by node. */
export class Hypervisors {
  readonly #domains = new Map<string, Domain>();
  readonly #listeners = new Set<FeedListener>();

  /** Starts a domain, or replaces what is known of it (a segment was appended). */
  set(domain: Domain): void {
    this.#domains.set(domain.uid, domain);
    this.#tell(domain.nodeName, { changed: [domain], removed: [] });
  }

  /** Ends a domain; does nothing if there is none. */
  remove(uid: string): void {
    const domain = this.#domains.get(uid);
    if (domain === undefined) return;
    this.#domains.delete(uid);
    this.#tell(domain.nodeName, { changed: [], removed: [uid] });
  }

  get(uid: string): Domain | undefined {
    return this.#domains.get(uid);
  }

  get size(): number {
    return this.#domains.size;
  }

  onNode(nodeName: string): readonly Domain[] {
    return [...this.#domains.values()].filter((domain) => domain.nodeName === nodeName);
  }

  subscribe(listener: FeedListener): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  #tell(nodeName: string, change: FeedChange): void {
    for (const listener of this.#listeners) listener(nodeName, change);
  }
}
