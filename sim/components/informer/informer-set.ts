import type { Kind } from "../../store/kinds.ts";
import type { KubeObject } from "../../store/object.ts";
import type { Informer } from "./informer.ts";
import type { WatchedResource } from "./watched-resource.ts";

/** The informers of a component, one for each kind, told apart by its plural. */
export class InformerSet {
  readonly #byPlural = new Map<string, Informer>();

  add(resource: WatchedResource, informer: Informer): void {
    this.#byPlural.set(resource.kind.plural, informer);
  }

  /** Undefined for a kind that the component's release does not watch. */
  find(plural: string): Informer | undefined {
    return this.#byPlural.get(plural);
  }

  /** Throws if there is none: a component knows what it watches. */
  of<T extends KubeObject>(kind: Kind<T>): Informer<T> {
    const informer = this.#byPlural.get(kind.plural);
    if (informer === undefined) {
      throw new Error(`no informer of ${kind.plural}: add the kind to what the component watches`);
    }
    return informer as Informer<T>;
  }

  start(resources: readonly WatchedResource[]): void {
    for (const { kind } of resources) this.of(kind).start();
  }

  /** Resolves when those of these resources are synced. */
  async synced(resources: readonly WatchedResource[]): Promise<void> {
    await Promise.all(resources.map(({ kind }) => this.of(kind).synced));
  }
}
