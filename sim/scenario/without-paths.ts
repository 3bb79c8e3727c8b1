import { isMapping } from "./schema/is-mapping.ts";
import type { Path } from "./complaint.ts";

/** A copy of a value without what stands at these paths; a list closes up. */
export function withoutPaths(value: unknown, paths: readonly Path[]): unknown {
  const inside = new Map<string, Path[]>();
  const gone = new Set<string>();
  for (const [head, ...rest] of paths) {
    if (head === undefined) continue;
    if (rest.length === 0) gone.add(String(head));
    else inside.set(String(head), [...(inside.get(String(head)) ?? []), rest]);
  }
  const keep = ([key, child]: readonly [string, unknown]) => {
    const within = inside.get(key);
    return within === undefined ? child : withoutPaths(child, within);
  };
  if (Array.isArray(value)) {
    const entries = [...value.entries()].map(([index, child]) => [String(index), child as unknown] as const);
    return entries.filter(([key]) => !gone.has(key)).map(keep);
  }
  if (!isMapping(value)) return value;
  return Object.fromEntries(
    Object.entries(value)
      .filter(([key]) => !gone.has(key))
      .map((entry) => [entry[0], keep(entry)]),
  );
}
