import { entriesAt, listAt, textAt } from "../field-access.ts";

export const none = "<none>";

/** `a=1,b=2`, in order of the keys; `<none>` for an empty map. */
export function pairsAt(object: unknown, path: string): string {
  return pairsOf(entriesAt(object, path));
}

/** Items of a list, joined; `<none>` without any. */
export function joined(items: readonly (string | undefined)[], separator = ","): string {
  const present = items.filter((item) => item !== undefined && item !== "");
  return present.length === 0 ? none : present.join(separator);
}

/** A label selector as kubectl writes it: `app=web,tier in (a,b)`. */
export function selectorAt(object: unknown, path: string): string {
  const labels = entriesAt(object, `${path}.matchLabels`);
  const expressions = listAt(object, `${path}.matchExpressions`).map(expressionText);
  return joined([labels.length === 0 ? "" : pairsOf(labels), ...expressions]);
}

function pairsOf(entries: readonly (readonly [string, unknown])[]): string {
  return joined([...entries].map(([key, value]) => `${key}=${String(value)}`).sort());
}

function expressionText(expression: unknown): string {
  const key = textAt(expression, "key") ?? "";
  const values = listAt(expression, "values").map(String).join(",");
  switch (textAt(expression, "operator")) {
    case "In":
      return `${key} in (${values})`;
    case "NotIn":
      return `${key} notin (${values})`;
    case "DoesNotExist":
      return `!${key}`;
    default:
      return key;
  }
}
