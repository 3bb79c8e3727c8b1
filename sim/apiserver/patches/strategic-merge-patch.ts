import { isRecord } from "../field-access.ts";
import { badRequest } from "../status.ts";
import { listMergeOf } from "./list-keys.ts";

type JsonMap = Readonly<Record<string, unknown>>;

const setElementOrder = "$setElementOrder/";
const deleteFromPrimitiveList = "$deleteFromPrimitiveList/";

/**
 * A strategic merge patch of an object of a built-in kind: like a merge patch, but lists whose items have a
 * key are merged item by item, and directives (`$patch: delete`, `$retainKeys`, …) say what else is to be done.
 *
 * @param kind names the object's type: which lists have keys depends on it
 */
export function strategicMergePatch(kind: string, target: unknown, patch: unknown): unknown {
  if (!isRecord(patch)) throw badRequest("a strategic merge patch must be one object");
  return new StrategicMerge(kind).map(isRecord(target) ? target : {}, patch, []);
}

class StrategicMerge {
  readonly #kind: string;

  constructor(kind: string) {
    this.#kind = kind;
  }

  map(target: JsonMap, patch: JsonMap, path: readonly string[]): JsonMap {
    const { $patch: directive, $retainKeys: retainKeys, ...changes } = patch;
    const merged = new Map(Object.entries(directive === "replace" ? {} : target));
    for (const [key, change] of Object.entries(changes)) {
      if (key.startsWith("$")) continue;
      if (change === null || (isRecord(change) && change["$patch"] === "delete")) merged.delete(key);
      else merged.set(key, this.#value(merged.get(key), change, path, key, patch));
    }
    for (const [key, value] of Object.entries(changes)) {
      if (key.startsWith(deleteFromPrimitiveList))
        dropValues(merged, key.slice(deleteFromPrimitiveList.length), value);
    }
    if (Array.isArray(retainKeys))
      for (const key of merged.keys()) if (!retainKeys.includes(key)) merged.delete(key);
    return Object.fromEntries(merged);
  }

  #value(present: unknown, change: unknown, path: readonly string[], key: string, patch: JsonMap): unknown {
    if (Array.isArray(change)) {
      const order = patch[setElementOrder + key];
      return this.#list(
        Array.isArray(present) ? present : [],
        change,
        path,
        key,
        Array.isArray(order) ? order : [],
      );
    }
    return isRecord(change) ? this.map(isRecord(present) ? present : {}, change, [...path, key]) : change;
  }

  #list(
    present: readonly unknown[],
    changes: readonly unknown[],
    path: readonly string[],
    field: string,
    order: readonly unknown[],
  ): readonly unknown[] {
    const merge = listMergeOf(this.#kind, path, field);
    if (merge === undefined || replacesList(changes)) return changes.filter((item) => !isDirectiveOnly(item));
    if (merge === "set") return [...new Set([...present, ...changes])];
    const keyOf = (item: unknown) => (isRecord(item) ? item[merge.key] : undefined);
    const merged = changes.reduce<readonly unknown[]>((items, change) => {
      const key = keyOf(change);
      if (!isRecord(change) || key === undefined)
        throw badRequest(`map: ${JSON.stringify(change)} does not contain declared merge key: ${merge.key}`);
      const at = items.findIndex((item) => keyOf(item) === key);
      if (change["$patch"] === "delete") return items.filter((item) => keyOf(item) !== key);
      const item = this.map(recordAt(items, at), change, [...path, field]);
      return at === -1 ? [...items, item] : items.with(at, item);
    }, present);
    return inOrder(merged, order.map(keyOf), keyOf);
  }
}

function recordAt(items: readonly unknown[], at: number): JsonMap {
  const item = items[at];
  return isRecord(item) ? item : {};
}

/** `[{"$patch": "replace"}, …]`: the rest is the whole list. */
function replacesList(changes: readonly unknown[]): boolean {
  return changes.some(
    (change) => isRecord(change) && change["$patch"] === "replace" && isDirectiveOnly(change),
  );
}

function isDirectiveOnly(item: unknown): boolean {
  return isRecord(item) && Object.keys(item).length === 1 && Object.hasOwn(item, "$patch");
}

function dropValues(merged: Map<string, unknown>, key: string, dropped: unknown): void {
  const present = merged.get(key);
  if (Array.isArray(present) && Array.isArray(dropped))
    merged.set(
      key,
      present.filter((value) => !dropped.includes(value)),
    );
}

/** Puts the items that the client knows into its order; those it does not know keep their place after the rest. */
function inOrder(
  items: readonly unknown[],
  order: readonly unknown[],
  keyOf: (item: unknown) => unknown,
): readonly unknown[] {
  if (order.length === 0) return items;
  const place = (item: unknown) => {
    const at = order.indexOf(keyOf(item));
    return at === -1 ? order.length : at;
  };
  return [...items].sort((a, b) => place(a) - place(b));
}
