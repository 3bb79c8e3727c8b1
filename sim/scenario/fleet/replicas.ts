import { formatPath, type Complain, type Path, type Placed } from "../complaint.ts";
import { longestName } from "../schema/leaves.ts";

export interface Replicated {
  readonly name: string;
  readonly replicas?: number;
}

/** NAME-0, NAME-1, …; without `replicas` the plain name. */
export function replicaNames(
  { path, value: { name, replicas } }: Placed<Replicated>,
  complain: Complain,
): string[] {
  if (replicas === undefined) return [name];
  const names = Array.from({ length: replicas }, (_, index) => `${name}-${index}`);
  const longest = names.at(-1) ?? "";
  if (longest.length > longestName) {
    complain({
      path: [...path, "name"],
      message: `expected a name that leaves room for -0 … -${replicas - 1}, got one of ${name.length} characters`,
      fix: `shorten it to ${longestName - String(replicas - 1).length - 1} characters.`,
    });
  }
  return names;
}

/** Refuses names that are made twice; says it once for each entry that does. */
export function refuseDuplicates<T>(
  all: readonly Placed<T>[],
  nameOf: (value: T) => string,
  what: string,
  complain: Complain,
): void {
  const firsts = new Map<string, Path>();
  const told = new Set<Path>();
  for (const { path, value } of all) {
    const name = nameOf(value);
    const first = firsts.get(name);
    if (first === undefined) firsts.set(name, path);
    else if (!told.has(path)) {
      told.add(path);
      complain({
        path: [...path, "name"],
        message: `there is a ${what} ${name} already, from ${formatPath(first)}`,
        fix: "give one of the two another name.",
      });
    }
  }
}
