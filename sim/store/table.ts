import type { KubeObject } from "./object.ts";

/** The objects of one kind by their key, with their keys in order whenever someone wants a list. */
export class Table {
  readonly #objects = new Map<string, KubeObject>();
  /** Sorted keys; undefined after a key has come or gone. */
  #keys: string[] | undefined;

  get(key: string): KubeObject | undefined {
    return this.#objects.get(key);
  }

  has(key: string): boolean {
    return this.#objects.has(key);
  }

  set(key: string, object: KubeObject): void {
    if (!this.#objects.has(key)) this.#keys = undefined;
    this.#objects.set(key, object);
  }

  delete(key: string): void {
    this.#keys = undefined;
    this.#objects.delete(key);
  }

  /** All objects, or those of one namespace, by namespace and name. */
  list(namespace?: string): KubeObject[] {
    const keys = (this.#keys ??= [...this.#objects.keys()].sort());
    if (namespace === undefined) return this.#at(keys);
    // "/" (0x2f) is followed by "0", so [ns/, ns0) is all of the namespace.
    return this.#at(keys.slice(firstNotBefore(keys, `${namespace}/`), firstNotBefore(keys, `${namespace}0`)));
  }

  #at(keys: readonly string[]): KubeObject[] {
    return keys.map((key) => this.#objects.get(key) as KubeObject);
  }
}

function firstNotBefore(keys: readonly string[], bound: string): number {
  let low = 0;
  let high = keys.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((keys[middle] ?? "") < bound) low = middle + 1;
    else high = middle;
  }
  return low;
}
