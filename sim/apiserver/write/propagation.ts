import type { Kind } from "../../store/kinds.ts";
import type { KubeObject } from "../../store/object.ts";
import { podKind, type Pod } from "../../store/objects/pod.ts";
import type { Store } from "../../store/store.ts";
import type { Resources } from "../resources.ts";

const foreground = "foregroundDeletion";

interface Dependent {
  readonly kind: Kind;
  readonly object: KubeObject;
}

/**
 * What a deletion does to the objects that the deleted one owns, where it is not left to the garbage collector,
 * who deletes them afterwards: let go of them first, or have them gone first.
 */
export class Propagation {
  readonly #store: Store;
  readonly #resources: Resources;
  /** Owners that wait for their dependents, by uid. */
  readonly #waiting = new Map<string, Dependent>();
  readonly #unsubscribe: () => void;

  constructor(store: Store, resources: Resources) {
    this.#store = store;
    this.#resources = resources;
    this.#unsubscribe = store.subscribe(({ type, object }) => {
      if (type !== "DELETED" || this.#waiting.size === 0) return;
      for (const { uid } of object.metadata.ownerReferences ?? []) this.#releaseIfAlone(uid);
    });
  }

  /** Takes the owner out of its dependents' references, so that they stay. */
  orphan({ metadata }: KubeObject): void {
    for (const { kind, object } of this.#dependentsOf(metadata.uid)) {
      const ownerReferences = (object.metadata.ownerReferences ?? []).filter(
        ({ uid }) => uid !== metadata.uid,
      );
      this.#store.update(kind, { ...object, metadata: { ...object.metadata, ownerReferences } });
    }
  }

  /** Marks the owner and deletes what it owns; it goes when that is gone. Returns false when it owns nothing. */
  deleteDependentsFirst(kind: Kind, owner: KubeObject): boolean {
    const { uid, namespace, name, finalizers = [] } = owner.metadata;
    const dependents = this.#dependentsOf(uid);
    if (dependents.length === 0) return false;
    this.#waiting.set(uid, { kind, object: owner });
    if (!finalizers.includes(foreground)) {
      const metadata = { ...owner.metadata, finalizers: [...finalizers, foreground] };
      this.#store.update(kind, { ...owner, metadata });
    }
    this.#store.delete(kind, namespace, name);
    for (const dependent of dependents) this.#delete(dependent);
    return true;
  }

  close(): void {
    this.#unsubscribe();
  }

  #delete({ kind, object }: Dependent): void {
    const { namespace, name, deletionTimestamp } = object.metadata;
    if (deletionTimestamp !== undefined || this.deleteDependentsFirst(kind, object)) return;
    const grace = kind === podKind ? ((object as Pod).spec.terminationGracePeriodSeconds ?? 30) : 0;
    this.#store.delete(kind, namespace, name, grace);
  }

  #releaseIfAlone(uid: string): void {
    const owner = this.#waiting.get(uid);
    if (owner === undefined || this.#dependentsOf(uid).length > 0) return;
    this.#waiting.delete(uid);
    const { namespace, name } = owner.object.metadata;
    const present = this.#store.get(owner.kind, namespace, name);
    if (present?.metadata.uid !== uid) return;
    const finalizers = (present.metadata.finalizers ?? []).filter((held) => held !== foreground);
    this.#store.update(owner.kind, { ...present, metadata: { ...present.metadata, finalizers } });
  }

  #dependentsOf(uid: string): Dependent[] {
    const kinds = new Set(
      this.#resources.groupVersions.flatMap(({ resources }) => resources.map(({ kind }) => kind)),
    );
    return [...kinds].flatMap((kind) =>
      this.#store
        .list(kind)
        .filter(({ metadata }) => metadata.ownerReferences?.some((owner) => owner.uid === uid))
        .map((object) => ({ kind, object })),
    );
  }
}
