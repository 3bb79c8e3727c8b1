import type { Kind } from "./kinds.ts";
import type { KubeObject } from "./object.ts";
import { ObjectMap } from "./object-map.ts";

/** A way to find the objects of one kind without looking at all of them: pods by node, VMIs by owner. */
export interface Index<T extends KubeObject = KubeObject> {
  readonly kind: Kind<T>;
  /** Under which keys an object is found; none leaves it out. */
  keysOf(object: T): readonly string[];
}

/** The objects of one kind under the keys of one Index. */
export class IndexedObjects {
  readonly #keysOf: (object: KubeObject) => readonly string[];
  readonly #byKey = new Map<string, ObjectMap>();

  constructor(keysOf: (object: KubeObject) => readonly string[]) {
    this.#keysOf = keysOf;
  }

  get(key: string): KubeObject[] {
    return this.#byKey.get(key)?.list() ?? [];
  }

  replace(objectKey: string, previous: KubeObject | undefined, next: KubeObject | undefined): void {
    const before = previous === undefined ? [] : this.#keysOf(previous);
    const after = next === undefined ? [] : this.#keysOf(next);
    for (const key of before) if (!after.includes(key)) this.#remove(key, objectKey);
    if (next !== undefined) for (const key of after) this.#under(key).set(objectKey, next);
  }

  #under(key: string): ObjectMap {
    let objects = this.#byKey.get(key);
    if (objects === undefined) this.#byKey.set(key, (objects = new ObjectMap()));
    return objects;
  }

  #remove(key: string, objectKey: string): void {
    const objects = this.#byKey.get(key);
    objects?.delete(objectKey);
    if (objects?.size === 0) this.#byKey.delete(key);
  }
}
