import type { Kind } from "./kinds.ts";
import { IndexedObjects, type Index } from "./object-index.ts";
import { ObjectMap } from "./object-map.ts";
import type { KubeObject } from "./object.ts";

/** The objects of one kind by namespace and name, and under the keys of every index someone has asked for. */
export class Table {
  readonly kind: Kind;
  /** By namespace; those of a cluster-scoped kind are all under one. */
  readonly #namespaces = new Map<string, ObjectMap>();
  /** The namespaces in the order of their objects' keys; undefined after one has come or gone. */
  #inOrder: readonly ObjectMap[] | undefined;
  /** What was last listed of all namespaces; undefined after a write. */
  #listed: readonly KubeObject[] | undefined;
  readonly #indexes = new Map<Index, IndexedObjects>();

  constructor(kind: Kind) {
    this.kind = kind;
  }

  get(namespace: string | undefined, name: string): KubeObject | undefined {
    return this.#namespaces.get(namespace ?? clusterScope)?.get(name);
  }

  set(object: KubeObject): void {
    const { namespace = clusterScope, name } = object.metadata;
    let objects = this.#namespaces.get(namespace);
    if (objects === undefined) {
      this.#namespaces.set(namespace, (objects = new ObjectMap()));
      this.#inOrder = undefined;
    }
    const previous = objects.get(name);
    objects.set(name, object);
    this.#listed = undefined;
    for (const indexed of this.#indexes.values()) indexed.replace(previous, object);
  }

  delete(namespace: string | undefined, name: string): void {
    const objects = this.#namespaces.get(namespace ?? clusterScope);
    const previous = objects?.get(name);
    objects?.delete(name);
    this.#listed = undefined;
    if (objects?.size === 0) {
      this.#namespaces.delete(namespace ?? clusterScope);
      this.#inOrder = undefined;
    }
    for (const indexed of this.#indexes.values()) indexed.replace(previous, undefined);
  }

  /** All objects, or those of one namespace, by namespace and name. */
  list(namespace?: string): readonly KubeObject[] {
    if (namespace !== undefined) return this.#namespaces.get(namespace)?.list() ?? [];
    // As in etcd, whose keys go on with a slash: `shop-2` comes before `shop`.
    this.#inOrder ??= [...this.#namespaces]
      .sort(([a], [b]) => (`${a}/` < `${b}/` ? -1 : 1))
      .map(([, objects]) => objects);
    return (this.#listed ??= this.#inOrder.flatMap((objects) => objects.list()));
  }

  /** The objects that `index` has under `key`, by namespace and name. */
  by(index: Index, key: string): KubeObject[] {
    let indexed = this.#indexes.get(index);
    if (indexed === undefined) {
      indexed = new IndexedObjects((object) => index.keysOf(object));
      for (const object of this.list()) indexed.replace(undefined, object);
      this.#indexes.set(index, indexed);
    }
    return indexed.get(key);
  }
}

const clusterScope = "";
