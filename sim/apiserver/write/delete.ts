import { kindNamed } from "../../store/kinds.ts";
import type { KubeObject } from "../../store/object.ts";
import { podIsFinished, podKind, type Pod } from "../../store/objects/pod.ts";
import type { Store } from "../../store/store.ts";
import type { Resource } from "../resource.ts";
import { ApiError, detailsOf } from "../status.ts";
import { checkUnchanged } from "./checks.ts";
import type { DeleteOptions } from "./delete-options.ts";
import type { Propagation } from "./propagation.ts";

const usualGraceSeconds = 30;
const namespaceKind = kindNamed("namespaces");
/** Namespaces that a cluster cannot be without. */
const indispensable: ReadonlySet<string> = new Set(["default", "kube-public", "kube-system"]);

/**
 * Deletes an object: pods are given time to end, what has finalizers is only marked, anything else goes at
 * once. Returns its last state, or how it is marked. Throws ApiError 403, or 409 when a precondition does not hold.
 */
export function remove(
  store: Store,
  propagation: Propagation,
  resource: Resource,
  object: KubeObject,
  { dryRun, graceSeconds, preconditions, propagationPolicy }: DeleteOptions,
): KubeObject {
  const { kind } = resource;
  const { namespace, name } = object.metadata;
  checkUnchanged(resource, object, preconditions);
  if (kind === namespaceKind) checkDispensable(name);
  if (dryRun) return object;
  if (propagationPolicy === "Orphan") propagation.orphan(object);
  if (propagationPolicy === "Foreground" && propagation.deleteDependentsFirst(kind, object))
    return store.get(kind, namespace, name) ?? object;
  const grace = kind === podKind ? podGraceSeconds(object as Pod, graceSeconds) : 0;
  const deleted = store.delete(kind, namespace, name, grace);
  return kind === namespaceKind ? terminating(store, deleted) : deleted;
}

/** A pod that runs nowhere, or no longer, has nothing to be given time for. */
function podGraceSeconds(pod: Pod, asked: number | undefined): number {
  if (pod.spec.nodeName === undefined || podIsFinished(pod)) return 0;
  return asked ?? pod.spec.terminationGracePeriodSeconds ?? usualGraceSeconds;
}

function checkDispensable(name: string): void {
  if (!indispensable.has(name)) return;
  throw new ApiError(
    403,
    "Forbidden",
    `namespaces "${name}" is forbidden: this namespace may not be deleted`,
    {
      details: detailsOf(namespaceKind, name),
    },
  );
}

/** A namespace says that it is going; it goes when its contents are gone. */
function terminating(store: Store, namespace: KubeObject): KubeObject {
  const present = store.get(namespaceKind, undefined, namespace.metadata.name);
  if (present?.metadata.uid !== namespace.metadata.uid) return namespace;
  const marked = { ...present, status: { phase: "Terminating" } };
  return store.update(namespaceKind, marked);
}
