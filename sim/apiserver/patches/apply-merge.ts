import { isRecord } from "../field-access.ts";
import type { ListKeys } from "./field-set.ts";
import { listMergeOf } from "./list-keys.ts";

type JsonMap = Readonly<Record<string, unknown>>;

/** An object with an applied configuration laid over it: what the configuration has counts, the rest stays. */
export function applyMerge(keys: ListKeys, live: JsonMap, config: JsonMap): JsonMap {
  return mergeMaps(keys, live, config, []);
}

function mergeMaps(keys: ListKeys, live: JsonMap, config: JsonMap, names: readonly string[]): JsonMap {
  const merged = new Map(Object.entries(live));
  for (const [name, wanted] of Object.entries(config))
    merged.set(name, mergeValue(keys, merged.get(name), wanted, names, name));
  return Object.fromEntries(merged);
}

function mergeValue(
  keys: ListKeys,
  present: unknown,
  wanted: unknown,
  names: readonly string[],
  name: string,
): unknown {
  if (isRecord(wanted)) return mergeMaps(keys, isRecord(present) ? present : {}, wanted, [...names, name]);
  const merge = keys === undefined ? undefined : listMergeOf(keys, names, name);
  if (!isList(wanted) || !isList(present) || merge === undefined) return wanted;
  if (merge === "set") return [...new Set([...present, ...wanted])];
  const keyOf = (item: unknown) => (isRecord(item) ? item[merge.key] : undefined);
  return wanted.reduce<readonly unknown[]>((items, item) => {
    const at = items.findIndex((other) => keyOf(other) === keyOf(item));
    if (at === -1 || !isRecord(item)) return [...items, item];
    const before = items[at];
    return items.with(at, mergeMaps(keys, isRecord(before) ? before : {}, item, [...names, name]));
  }, present);
}

function isList(value: unknown): value is readonly unknown[] {
  return Array.isArray(value);
}
