import { apiVersionOf } from "../../store/kinds.ts";
import { keyOf, type KubeObject } from "../../store/object.ts";
import { Reflector, type ReflectorOptions, type ReflectorTarget } from "./reflector.ts";

/** Who is told of changes; `old` is the object as it was known before. */
interface InformerListener<T extends KubeObject> {
  onAdd?(object: T): void;
  onUpdate?(object: T, old: T): void;
  onDelete?(object: T): void;
}

interface InformerOptions<T extends KubeObject> extends Omit<ReflectorOptions<T>, "target" | "listed"> {
  /** False: nobody looks at the objects; it is there for its requests, and costs next to nothing. */
  readonly keep: boolean;
}

/** A component's local copy of one resource, kept up to date; the last known copy while it is cut off. */
export class Informer<T extends KubeObject = KubeObject> {
  /** Resolves when the first list is in. */
  readonly synced: Promise<void>;
  readonly #objects = new Map<string, T>();
  readonly #listeners: InformerListener<T>[] = [];
  readonly #options: InformerOptions<T>;
  #syncedNow: () => void = () => undefined;

  constructor(options: InformerOptions<T>) {
    this.#options = options;
    this.synced = new Promise((resolve) => (this.#syncedNow = resolve));
  }

  /** Begins to list and watch. Listeners that are added later hear of changes only. */
  start(): void {
    const { keep, ...options } = this.#options;
    const target: ReflectorTarget<T> = {
      replace: (items) => this.#replace(items),
      apply: (type, object) => this.#apply(type, object),
    };
    const listed = () => this.#syncedNow();
    void new Reflector({ ...options, target: keep ? target : undefined, listed }).run();
  }

  listen(listener: InformerListener<T>): void {
    this.#listeners.push(listener);
  }

  /** Calls `changed` with every object that comes, changes or goes. */
  listenToAll(changed: (object: T) => void): void {
    this.listen({ onAdd: changed, onUpdate: changed, onDelete: changed });
  }

  get(namespace: string | undefined, name: string): T | undefined {
    return this.#objects.get(keyOf({ namespace, name }));
  }

  list(): IterableIterator<T> {
    return this.#objects.values();
  }

  #replace(items: readonly T[]): void {
    const present = new Set(items.map(({ metadata }) => keyOf(metadata)));
    for (const item of items) this.#put(this.#complete(item));
    for (const [key, object] of this.#objects) if (!present.has(key)) this.#remove(key, object);
  }

  #apply(type: "ADDED" | "MODIFIED" | "DELETED", object: T): void {
    if (type === "DELETED") this.#remove(keyOf(object.metadata), object);
    else this.#put(object);
  }

  #put(object: T): void {
    const key = keyOf(object.metadata);
    const old = this.#objects.get(key);
    this.#objects.set(key, object);
    for (const listener of this.#listeners) {
      if (old === undefined) listener.onAdd?.(object);
      else listener.onUpdate?.(object, old);
    }
  }

  #remove(key: string, object: T): void {
    if (!this.#objects.delete(key)) return;
    for (const listener of this.#listeners) listener.onDelete?.(object);
  }

  /** Items of built-in kinds come without their kind, as the list says it for all of them. */
  #complete(item: T): T {
    const { kind } = this.#options.resource;
    return { ...item, apiVersion: apiVersionOf(kind), kind: kind.kind };
  }
}
