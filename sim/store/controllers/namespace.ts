import { ensureServiceAccount } from "../bootstrap/kubernetes.ts";
import { isBeingDeleted } from "../object.ts";
import { namespaceKind, type Namespace } from "../objects/cluster-basics.ts";
import { podKind, type Pod } from "../objects/pod.ts";
import { after, type ControllerContext } from "./context.ts";

/** From a namespace's appearance until it has its default account. */
const accountSeconds = 0.05;
/** How often it is looked whether a namespace under deletion is empty. */
const recheckSeconds = 1;

/** Gives every namespace its default ServiceAccount, and empties those that are being deleted until they can go. */
export function startNamespaceController(context: ControllerContext): void {
  const { store } = context;
  store.watch(namespaceKind, ({ type, object, previous }) => {
    const { name } = object.metadata;
    if (type === "ADDED")
      after(context, accountSeconds, () => {
        if (store.get(namespaceKind, undefined, name) !== undefined)
          ensureServiceAccount(store, name, "default");
      });
    const marked = isBeingDeleted(object) && (previous === undefined || !isBeingDeleted(previous));
    if (type !== "DELETED" && marked) after(context, 0, () => empty(context, object));
  });
}

function empty(context: ControllerContext, { metadata: { name, uid } }: Namespace): void {
  const { store } = context;
  const namespace = store.get(namespaceKind, undefined, name);
  if (namespace?.metadata.uid !== uid) return;
  const left = deleteContents(context, name);
  if (left === 0) {
    store.update(namespaceKind, { ...namespace, spec: { ...namespace.spec, finalizers: [] } });
    return;
  }
  store.update(namespaceKind, { ...namespace, status: { ...namespace.status, phase: "Terminating" } });
  after(context, recheckSeconds, () => empty(context, namespace));
}

/** Deletes all objects in the namespace that are not on their way out already; returns how many are still there. */
function deleteContents({ store }: ControllerContext, name: string): number {
  let left = 0;
  for (const kind of store.kinds) {
    if (!kind.namespaced) continue;
    for (const { metadata } of store.list(kind, name)) {
      const present = store.get(kind, name, metadata.name);
      if (present === undefined) continue;
      const grace = kind === podKind ? ((present as Pod).spec.terminationGracePeriodSeconds ?? 30) : 0;
      if (!isBeingDeleted(present)) store.delete(kind, name, metadata.name, grace);
      if (store.get(kind, name, metadata.name) !== undefined) left++;
    }
  }
  return left;
}
