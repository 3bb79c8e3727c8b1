import type { Draft, KubeObject } from "./object.ts";

type Fields = Readonly<Record<string, unknown>>;

/**
 * Whether two values are the same as JSON: a field that is undefined is absent. Objects are replaced, never
 * changed, so most of what two of them share is the very same value, and costs nothing to compare.
 */
export function sameJson(a: unknown, b: unknown): boolean {
  if (a === b) return true;
  if (typeof a !== "object" || typeof b !== "object" || a === null || b === null) return false;
  if (Array.isArray(a) || Array.isArray(b)) return Array.isArray(a) && Array.isArray(b) && sameItems(a, b);
  return sameFields(a, b);
}

/** Whether a write changes nothing but, at most, what is the server's to say. */
export function sameButServed<T extends KubeObject>(next: Draft<T>, previous: T): boolean {
  return (
    sameFields(next, previous, metadataOnly) && sameFields(next.metadata, previous.metadata, servedFields)
  );
}

const none: ReadonlySet<string> = new Set();
const metadataOnly: ReadonlySet<string> = new Set(["metadata"]);
const servedFields: ReadonlySet<string> = new Set([
  "name",
  "uid",
  "creationTimestamp",
  "generation",
  "resourceVersion",
]);

function sameItems(a: readonly unknown[], b: readonly unknown[]): boolean {
  return a.length === b.length && a.every((item, index) => sameJson(item, b[index]));
}

/** Whether two mappings are the same, whatever is in the fields left out. */
export function sameFields(one: object, other: object, leftOut: ReadonlySet<string> = none): boolean {
  const a = one as Fields;
  const b = other as Fields;
  for (const field in a) if (!leftOut.has(field) && !sameJson(a[field], b[field])) return false;
  for (const field in b)
    if (!leftOut.has(field) && a[field] === undefined && b[field] !== undefined) return false;
  return true;
}
