import type { Kind } from "./kinds.ts";
import { IndexedObjects, type Index } from "./object-index.ts";
import { ObjectMap } from "./object-map.ts";
import { keyOf, type KubeObject } from "./object.ts";

/** The objects of one kind by their key, and under the keys of every index someone has asked for. */
export class Table {
  readonly kind: Kind;
  readonly #objects = new ObjectMap();
  readonly #indexes = new Map<Index, IndexedObjects>();

  constructor(kind: Kind) {
    this.kind = kind;
  }

  get(key: string): KubeObject | undefined {
    return this.#objects.get(key);
  }

  has(key: string): boolean {
    return this.#objects.has(key);
  }

  set(key: string, object: KubeObject): void {
    const previous = this.#objects.get(key);
    this.#objects.set(key, object);
    for (const indexed of this.#indexes.values()) indexed.replace(key, previous, object);
  }

  delete(key: string): void {
    const previous = this.#objects.get(key);
    this.#objects.delete(key);
    for (const indexed of this.#indexes.values()) indexed.replace(key, previous, undefined);
  }

  /** All objects, or those of one namespace, by namespace and name. */
  list(namespace?: string): KubeObject[] {
    if (namespace === undefined) return this.#objects.list();
    // "/" (0x2f) is followed by "0", so [ns/, ns0) is all of the namespace.
    return this.#objects.list(`${namespace}/`, `${namespace}0`);
  }

  /** The objects that `index` has under `key`, by namespace and name. */
  by(index: Index, key: string): KubeObject[] {
    let indexed = this.#indexes.get(index);
    if (indexed === undefined) {
      indexed = new IndexedObjects((object) => index.keysOf(object));
      for (const object of this.#objects.list()) indexed.replace(keyOf(object.metadata), undefined, object);
      this.#indexes.set(index, indexed);
    }
    return indexed.get(key);
  }
}
