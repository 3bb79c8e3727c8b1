import type { Domain } from "../model/domain.ts";
import type { FeedChange } from "../model/feed.ts";

type FeedListener = (nodeName: string, change: FeedChange) => void;

/** The hypervisors of all nodes: one Domain per running VMI. What they run is told node by node. */
export class Hypervisors {
  readonly #domains = new Map<string, Domain>();
  readonly #byNode = new Map<string, Map<string, Domain>>();
  readonly #listeners = new Set<FeedListener>();

  /** Starts a domain, or replaces what is known of it (a segment was appended, it moved to another node). */
  set(domain: Domain): void {
    const previous = this.#domains.get(domain.uid);
    this.#domains.set(domain.uid, domain);
    this.#runOn(domain.nodeName).set(domain.uid, domain);
    if (previous !== undefined && previous.nodeName !== domain.nodeName) this.#leave(previous);
    this.#tell(domain.nodeName, { changed: [domain], removed: [] });
  }

  /** Ends a domain; does nothing if there is none. */
  remove(uid: string): void {
    const domain = this.#domains.get(uid);
    if (domain === undefined) return;
    this.#domains.delete(uid);
    this.#leave(domain);
  }

  get(uid: string): Domain | undefined {
    return this.#domains.get(uid);
  }

  get size(): number {
    return this.#domains.size;
  }

  onNode(nodeName: string): readonly Domain[] {
    return [...(this.#byNode.get(nodeName)?.values() ?? [])];
  }

  subscribe(listener: FeedListener): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  #runOn(nodeName: string): Map<string, Domain> {
    let domains = this.#byNode.get(nodeName);
    if (domains === undefined) this.#byNode.set(nodeName, (domains = new Map<string, Domain>()));
    return domains;
  }

  #leave({ nodeName, uid }: Domain): void {
    const domains = this.#byNode.get(nodeName);
    domains?.delete(uid);
    if (domains?.size === 0) this.#byNode.delete(nodeName);
    this.#tell(nodeName, { changed: [], removed: [uid] });
  }

  #tell(nodeName: string, change: FeedChange): void {
    for (const listener of this.#listeners) listener(nodeName, change);
  }
}
