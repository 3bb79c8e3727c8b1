import { sameJson } from "./equality.ts";
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
  return marked || wishChanged(previous, next) ? generation + 1 : generation;
}

/** Everything but the metadata and the status is a wish; in most kinds it is all in `spec`. */
function wishChanged(previous: KubeObject, next: KubeObject): boolean {
  const before = previous as unknown as Readonly<Record<string, unknown>>;
  const after = next as unknown as Readonly<Record<string, unknown>>;
  for (const field in after) if (isWish(field) && differ(before[field], after[field])) return true;
  for (const field in before) if (isWish(field) && !(field in after)) return true;
  return false;
}

function isWish(field: string): boolean {
  return field !== "metadata" && field !== "status";
}

function differ(before: unknown, after: unknown): boolean {
  return !sameJson(before, after);
}
