import type { KubeObject } from "./object.ts";

/** Objects by their key, always in the order of their keys. */
export class ObjectMap {
  readonly #objects = new Map<string, KubeObject>();
  /** The keys in order. Inserting moves what comes after, which is far cheaper than sorting anew. */
  readonly #keys: string[] = [];
  /** What was last listed; undefined after a write. */
  #listed: readonly KubeObject[] | undefined;

  get size(): number {
    return this.#objects.size;
  }

  get(key: string): KubeObject | undefined {
    return this.#objects.get(key);
  }

  set(key: string, object: KubeObject): void {
    if (!this.#objects.has(key)) this.#keys.splice(this.#firstNotBefore(key), 0, key);
    this.#objects.set(key, object);
    this.#listed = undefined;
  }

  delete(key: string): void {
    if (!this.#objects.delete(key)) return;
    this.#keys.splice(this.#firstNotBefore(key), 1);
    this.#listed = undefined;
  }

  /** The same list as before when nothing was written: a thousand clients ask for it at the same time. */
  list(): readonly KubeObject[] {
    return (this.#listed ??= this.#keys.map((key) => this.#objects.get(key) as KubeObject));
  }

  #firstNotBefore(bound: string): number {
    let low = 0;
    let high = this.#keys.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      if ((this.#keys[middle] ?? "") < bound) low = middle + 1;
      else high = middle;
    }
    return low;
  }
}
