import type { Kind } from "../../store/kinds.ts";
import { keyOf, type KubeObject } from "../../store/object.ts";
import type { Store } from "../../store/store.ts";

/**
 * The objects of a kind as they were at a past resourceVersion, by namespace and name: the present ones with
 * the events since then undone. Undefined when those events are forgotten.
 */
export function objectsAt(
  store: Store,
  kind: Kind,
  namespace: string | undefined,
  resourceVersion: number,
): readonly KubeObject[] | undefined {
  const present = store.list(kind, namespace);
  if (resourceVersion === store.resourceVersion) return present;
  const events = store.eventsSince(resourceVersion);
  if (events === undefined) return undefined;
  const before = new Map<string, KubeObject | undefined>();
  for (const event of events) {
    if (event.kind !== kind || !isIn(event.object, namespace)) continue;
    const key = keyOf(event.object.metadata);
    if (!before.has(key)) before.set(key, event.previous);
  }
  if (before.size === 0) return present;
  const untouched = present.filter(({ metadata }) => !before.has(keyOf(metadata)));
  const undone = [...before.values()].filter((object) => object !== undefined);
  return [...untouched, ...undone].sort((a, b) => (keyOf(a.metadata) < keyOf(b.metadata) ? -1 : 1));
}

function isIn({ metadata }: KubeObject, namespace: string | undefined): boolean {
  return namespace === undefined || metadata.namespace === namespace;
}
