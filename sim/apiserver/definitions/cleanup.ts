import type { Kind } from "../../store/kinds.ts";
import type { Store } from "../../store/store.ts";
import {
  cleanupFinalizer,
  definitionKind,
  type CustomResourceDefinition,
} from "../../store/objects/custom-resource-definition.ts";

/**
 * Deletes what a definition defined when the definition is deleted, and lets go of it when nothing is left.
 * Returns how to stop.
 *
 * @param kindOf the kind that a definition defines
 * @param gone told of a kind that is served no more
 */
export function startDefinitionCleanup(
  store: Store,
  kindOf: (definition: CustomResourceDefinition) => Kind,
  gone: (kind: Kind) => void,
): () => void {
  const leaving = new Map<Kind, string>();
  const onDefinition = (definition: CustomResourceDefinition, deleted: boolean) => {
    const defined = kindOf(definition);
    const { name, deletionTimestamp } = definition.metadata;
    if (deleted) {
      leaving.delete(defined);
      gone(defined);
    } else if (deletionTimestamp !== undefined && !leaving.has(defined)) {
      leaving.set(defined, name);
      deleteAll(store, defined);
      releaseIfEmpty(store, defined, name);
    }
  };
  return store.subscribe(({ kind, type, object }) => {
    if (kind === definitionKind) onDefinition(object as CustomResourceDefinition, type === "DELETED");
    const name = type === "DELETED" ? leaving.get(kind) : undefined;
    if (name !== undefined) releaseIfEmpty(store, kind, name);
  });
}

function deleteAll(store: Store, kind: Kind): void {
  for (const { metadata } of store.list(kind)) {
    if (metadata.deletionTimestamp === undefined) store.delete(kind, metadata.namespace, metadata.name);
  }
}

function releaseIfEmpty(store: Store, kind: Kind, name: string): void {
  const definition = store.get(definitionKind, undefined, name);
  if (definition === undefined || store.list(kind).length > 0) return;
  const finalizers = (definition.metadata.finalizers ?? []).filter((held) => held !== cleanupFinalizer);
  store.update(definitionKind, { ...definition, metadata: { ...definition.metadata, finalizers } });
}
