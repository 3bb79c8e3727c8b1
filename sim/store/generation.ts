import { sameFields } from "./equality.ts";
import type { Kind } from "./kinds.ts";
import type { KubeObject } from "./object.ts";

/** The groups of Kubernetes itself whose objects have no `metadata.generation`. */
const withoutGeneration: ReadonlySet<string> = new Set([
  "",
  "apiregistration.k8s.io",
  "coordination.k8s.io",
  "events.k8s.io",
  "rbac.authorization.k8s.io",
  "scheduling.k8s.io",
  "storage.k8s.io",
]);
const kindsWithoutGeneration: ReadonlySet<string> = new Set(["ControllerRevision"]);

/** Everything else is a wish; in most kinds it is all in `spec`. */
const notWished: ReadonlySet<string> = new Set(["metadata", "status"]);

/** Whether the API server counts the generations of this kind: workloads, policies, and all custom resources. */
export function hasGeneration({ group, kind }: Kind): boolean {
  return !withoutGeneration.has(group) && !kindsWithoutGeneration.has(kind);
}

/** `metadata.generation` of the object that replaces `previous`: one more when what is wanted of it changed. */
export function nextGeneration(kind: Kind, previous: KubeObject, next: KubeObject): number | undefined {
  if (!hasGeneration(kind)) return next.metadata.generation;
  const generation = previous.metadata.generation ?? 1;
  const marked =
    previous.metadata.deletionTimestamp === undefined && next.metadata.deletionTimestamp !== undefined;
  return marked || !sameFields(next, previous, notWished) ? generation + 1 : generation;
}
