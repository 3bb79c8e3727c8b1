import { sharedUtf8, utf8 } from "../labels.ts";
import type { PageWriter } from "../page-writer.ts";
import type { StateObject } from "./objects.ts";
import { headOf, linesOf, type StateFamily, type StateResource } from "./state-family.ts";

/**
 * What is shown of the objects of one resource. An object's lines are made when it changes, not at each
 * scrape, so that a change costs that object.
 *
 * Source: kube-state-metrics pkg/metrics_store
 */
export class StateStore<T extends StateObject> {
  readonly #resource: StateResource<T>;
  readonly #heads: readonly Uint8Array[];
  /** By uid: the lines of each family, in the order of the families. */
  readonly #lines = new Map<string, readonly Uint8Array[]>();

  constructor(resource: StateResource<T>) {
    this.#resource = resource;
    this.#heads = resource.families.map((family) => sharedUtf8(headOf(family as StateFamily<never>)));
  }

  /** These objects are all there are. */
  replace(objects: readonly T[]): void {
    this.#lines.clear();
    for (const object of objects) this.set(object);
  }

  set(object: T): void {
    const { families } = this.#resource;
    const lines = families.map((family) => utf8(linesOf(this.#resource, family, object)));
    this.#lines.set(object.metadata.uid, lines);
  }

  remove({ metadata: { uid } }: T): void {
    this.#lines.delete(uid);
  }

  /** A resource without objects shows nothing; otherwise each family has its HELP, with samples or without. */
  append(writer: PageWriter): void {
    if (this.#lines.size === 0) return;
    for (const [index, head] of this.#heads.entries()) {
      writer.text(head);
      for (const lines of this.#lines.values()) {
        const text = lines[index];
        if (text !== undefined) writer.text(text);
      }
    }
  }
}
