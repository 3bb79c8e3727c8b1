import type { z } from "zod";
import { formatPath, type Complaint, type Path } from "./complaint.ts";
import { betweenKeys } from "./schema/mapping.ts";
import { scenarioSchema, type ScenarioFile } from "./schema/scenario.ts";
import { parseStatement } from "./schema/statement.ts";
import { withoutPaths } from "./without-paths.ts";

/** Keys of the scenario that hold a list whose items are judged one by one. */
export const sections = ["nodes", "virtualMachines", "timeline", "expect"] as const;
export type Section = (typeof sections)[number];

/** What could be read of a scenario. */
export interface Shape {
  readonly complaints: readonly Complaint[];
  /**
   * The scenario as far as it has the right shape: what is wrong is left out, so that the rest can be
   * judged too. Undefined when nothing is left.
   */
  readonly file: ScenarioFile | undefined;
  /** Where in the text an item of a section stands that is at this index in `file`. */
  originalIndex(section: Section, index: number): number;
  /** Whether something at or under this place was left out, or has its default because it was wrong. */
  isDamaged(path: Path): boolean;
  /** Items that had to be left out altogether, as they were written. */
  readonly lost: readonly { readonly section: Section; readonly item: unknown }[];
}

/** A shape of which something is left. */
export interface UsableShape extends Shape {
  readonly file: ScenarioFile;
}

/** Checks the shape of a scenario: keys, types and units. */
export function shapeOf(value: unknown): Shape {
  const whole = scenarioSchema.safeParse(value);
  const complaints = whole.success ? [] : whole.error.issues.flatMap(complaintsOf);
  const damaged = new Set(
    complaints.flatMap(({ path }) => path.map((_, end) => formatPath(path.slice(0, end + 1)))),
  );
  const rest = whole.success ? { file: whole.data, dropped: [] } : salvage(value, complaints);
  const kept = new Map(sections.map((section) => [section, keptIndexes(value, section, rest.dropped)]));
  return {
    complaints,
    file: rest.file,
    originalIndex: (section, index) => kept.get(section)?.[index] ?? index,
    isDamaged: (path) => damaged.has(formatPath(path)),
    lost: rest.dropped.map(([section, index]) => ({ section, item: itemAt(value, section, index) })),
  };
}

type Item = readonly [section: Section, index: number];

/** Leaves out first what is wrong, and then the items that make no sense without it. */
function salvage(value: unknown, complaints: readonly Complaint[]) {
  const firstCut = withoutPaths(
    value,
    complaints.map(({ path }) => path).filter((path) => !isItem(path)),
  );
  const hopeless = (scenarioSchema.safeParse(firstCut).error?.issues ?? []).map(({ path }) => path as Path);
  const dropped = hopeless.filter(isInItem).map(([section, index]): Item => [section, index]);
  const cuts = hopeless.map((path) => (isInItem(path) ? path.slice(0, 2) : path.slice(0, 1)));
  return { file: scenarioSchema.safeParse(withoutPaths(firstCut, cuts)).data, dropped };
}

function isInItem(path: Path): path is readonly [Section, number, ...Path] {
  return sections.some((section) => section === path[0]) && typeof path[1] === "number";
}

function isItem(path: Path): boolean {
  return path.length === 2 && isInItem(path);
}

function keptIndexes(value: unknown, section: Section, dropped: readonly Item[]): number[] {
  const items = (value as Partial<Record<Section, unknown>> | null)?.[section];
  if (!Array.isArray(items)) return [];
  const gone = new Set(dropped.filter(([from]) => from === section).map(([, index]) => index));
  return items.map((_, index) => index).filter((index) => !gone.has(index));
}

function itemAt(value: unknown, section: Section, index: number): unknown {
  return (value as Record<Section, readonly unknown[]>)[section][index];
}

type Issue = z.core.$ZodIssue;

function complaintsOf(issue: Issue): Complaint[] {
  const path = issue.path as Path;
  if (issue.code === "unrecognized_keys") {
    const statements = issue.message.split(betweenKeys);
    return issue.keys.map((key, index) => ({
      path: [...path, key],
      part: "key",
      ...parseStatement(statements[index] ?? ""),
    }));
  }
  if (issue.code === "invalid_key") {
    return [{ path, part: "key", ...parseStatement(issue.issues[0]?.message ?? issue.message) }];
  }
  return [{ path, ...parseStatement(issue.message) }];
}
