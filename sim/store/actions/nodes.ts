import { nodeKind } from "../objects/node.ts";
import type { Store } from "../store.ts";
import { notFound, type Refusal } from "./refusal.ts";

/** `kubectl cordon` and `uncordon`: whether new pods may come to the node. */
export function setSchedulable(store: Store, name: string, schedulable: boolean): Refusal | undefined {
  const node = store.get(nodeKind, undefined, name);
  if (node === undefined) return notFound("nodes", name);
  const { unschedulable: _, ...spec } = node.spec;
  store.update(nodeKind, { ...node, spec: schedulable ? spec : { ...spec, unschedulable: true } });
  return undefined;
}
