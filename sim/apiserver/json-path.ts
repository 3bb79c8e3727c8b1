import { isRecord, property } from "./field-access.ts";

type Step =
  | { readonly property: string }
  | { readonly index: number }
  | { readonly all: true }
  | { readonly where: { readonly path: readonly Step[]; readonly value: string } };

/** How to find values in an object. */
export type JsonPath = (object: unknown) => readonly unknown[];

/**
 * The part of Kubernetes' JSONPath that CustomResourceDefinitions use in printer columns and scale paths:
 * `.status.conditions[?(@.type=='Ready')].status`, `.spec.ports[0]`, `[*]`, `['a.b']`, `.a\.b`.
 * Returns undefined for an expression outside it.
 */
export function parseJsonPath(expression: string): JsonPath | undefined {
  const steps = stepsOf(expression.replace(/^\{(.*)\}$/, "$1").replace(/^\$/, ""));
  return steps === undefined ? undefined : (object) => follow([object], steps);
}

const stepPattern =
  /\.((?:\\[^]|[^.[\\])+)|\[(\d+)\]|\[(\*)\]|\[['"]([^'"]*)['"]\]|\[\?\(@((?:\.[A-Za-z0-9_-]+)+)\s*==\s*(?:'([^']*)'|"([^"]*)"|(true|false|-?\d+))\)\]/y;

function stepsOf(expression: string): Step[] | undefined {
  const steps: Step[] = [];
  // A pattern of its own: a filter's path is parsed in the middle of the expression around it.
  const pattern = new RegExp(stepPattern);
  while (pattern.lastIndex < expression.length) {
    const match = pattern.exec(expression);
    if (match === null) return undefined;
    steps.push(stepOf(match));
  }
  return steps;
}

function stepOf([, name, index, star, quoted, filterPath, single, double, bare]: RegExpExecArray): Step {
  if (name !== undefined) return name === "*" ? { all: true } : { property: name.replace(/\\([^])/g, "$1") };
  if (index !== undefined) return { index: Number(index) };
  if (star !== undefined) return { all: true };
  if (quoted !== undefined) return { property: quoted };
  return { where: { path: stepsOf(filterPath ?? "") ?? [], value: single ?? double ?? bare ?? "" } };
}

function follow(values: readonly unknown[], steps: readonly Step[]): readonly unknown[] {
  return steps.reduce<readonly unknown[]>(
    (found, step) => found.flatMap((value) => take(value, step)),
    values,
  );
}

function take(value: unknown, step: Step): readonly unknown[] {
  if ("property" in step) {
    const found = property(value, step.property);
    return found === undefined ? [] : [found];
  }
  const items: readonly unknown[] = Array.isArray(value)
    ? value
    : isRecord(value)
      ? Object.values(value)
      : [];
  if ("index" in step) return step.index < items.length ? [items[step.index]] : [];
  if ("all" in step) return items;
  return items.filter((item) =>
    follow([item], step.where.path).some((found) => String(found) === step.where.value),
  );
}
