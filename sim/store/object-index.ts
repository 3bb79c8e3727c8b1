import type { Kind } from "./kinds.ts";
import type { KubeObject } from "./object.ts";

/** A way to find the objects of one kind without looking at all of them: pods by node, VMIs by owner. */
export interface Index<T extends KubeObject = KubeObject> {
  readonly kind: Kind<T>;
  /** Under which keys an object is found; none leaves it out. */
  keysOf(object: T): readonly string[];
}

/** The objects of one kind under the keys of one Index. */
export class IndexedObjects {
  readonly #keysOf: (object: KubeObject) => readonly string[];
  readonly #byKey = new Map<string, KubeObject[]>();

  constructor(keysOf: (object: KubeObject) => readonly string[]) {
    this.#keysOf = keysOf;
  }

  /** By namespace and name. */
  get(key: string): KubeObject[] {
    return [...(this.#byKey.get(key) ?? [])];
  }

  replace(previous: KubeObject | undefined, next: KubeObject | undefined): void {
    const before = previous === undefined ? none : this.#keysOf(previous);
    const after = next === undefined ? none : this.#keysOf(next);
    for (const key of before) if (!after.includes(key)) this.#remove(key, previous);
    if (next !== undefined) for (const key of after) this.#put(key, next);
  }

  /** Most keys have one object or a few; the many pods of a component are found by halves. */
  #put(key: string, object: KubeObject): void {
    const objects = this.#byKey.get(key);
    if (objects === undefined) {
      this.#byKey.set(key, [object]);
      return;
    }
    const place = placeOf(objects, object);
    const present = objects[place];
    const replaced = present !== undefined && compare(present, object) === 0 ? 1 : 0;
    objects.splice(place, replaced, object);
  }

  #remove(key: string, object: KubeObject | undefined): void {
    const objects = this.#byKey.get(key);
    if (objects === undefined || object === undefined) return;
    objects.splice(placeOf(objects, object), 1);
    if (objects.length === 0) this.#byKey.delete(key);
  }
}

const none: readonly string[] = [];

/** Where the object is, or belongs. */
function placeOf(objects: readonly KubeObject[], object: KubeObject): number {
  let low = 0;
  let high = objects.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (compare(objects[middle] as KubeObject, object) < 0) low = middle + 1;
    else high = middle;
  }
  return low;
}

function compare({ metadata: a }: KubeObject, { metadata: b }: KubeObject): number {
  if (a.namespace !== b.namespace) return `${a.namespace ?? ""}/` < `${b.namespace ?? ""}/` ? -1 : 1;
  return a.name === b.name ? 0 : a.name < b.name ? -1 : 1;
}
