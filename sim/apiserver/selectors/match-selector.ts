import { entriesAt, listAt, property, textAt } from "../field-access.ts";

/**
 * Whether labels meet a label selector as objects carry it (`matchLabels`, `matchExpressions`). An absent
 * selector matches nothing, an empty one everything.
 */
export function matchesSelector(selector: unknown, labels: Readonly<Record<string, string>> = {}): boolean {
  if (selector === undefined) return false;
  return (
    entriesAt(selector, "matchLabels").every(([key, value]) => property(labels, key) === value) &&
    listAt(selector, "matchExpressions").every((expression) => meets(expression, labels))
  );
}

function meets(expression: unknown, labels: Readonly<Record<string, string>>): boolean {
  const value = property(labels, textAt(expression, "key") ?? "");
  const values = listAt(expression, "values");
  switch (textAt(expression, "operator")) {
    case "In":
      return value !== undefined && values.includes(value);
    case "NotIn":
      return value === undefined || !values.includes(value);
    case "Exists":
      return value !== undefined;
    case "DoesNotExist":
      return value === undefined;
    default:
      return false;
  }
}
