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
  return sameFields(a as Fields, b as Fields, none);
}

/** Whether a write changes nothing but, at most, what is the server's to say. */
export function sameButServed<T extends KubeObject>(next: Draft<T>, previous: T): boolean {
  return (
    sameFields(next as unknown as Fields, previous as unknown as Fields, metadataOnly) &&
    sameFields(next.metadata as Fields, previous.metadata as unknown as Fields, servedFields)
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

function sameFields(a: Fields, b: Fields, leftOut: ReadonlySet<string>): boolean {
  for (const field in a) if (!leftOut.has(field) && !sameJson(a[field], b[field])) return false;
  for (const field in b)
    if (a[field] === undefined && b[field] !== undefined && !leftOut.has(field)) return false;
  return true;
}
