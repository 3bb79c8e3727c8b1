import { isAlias, isMap, isNode, isScalar, isSeq, type Node } from "yaml";
import { formatPath, type AnyComplaint, type Complaint, type Path } from "../complaint.ts";
import type { YamlText } from "./document.ts";
import type { ScenarioProblem, SourcePosition } from "../errors.ts";
import type { Statement } from "../schema/statement.ts";

/** What was looked at: the file as the user named it, its text, and what settings put into it. */
export interface Source {
  readonly file: string;
  readonly yaml: YamlText;
  /** Nodes that settings put into the document: they are in no line of the text. */
  readonly made: ReadonlyMap<Node, string>;
}

/** The problems with their places, in the order of the text; behind them those of settings. */
export function located(source: Source, complaints: readonly AnyComplaint[]): ScenarioProblem[] {
  const problems = complaints.map((complaint) => locate(source, complaint));
  // What the text itself is wrong about explains whatever else is said of the same place.
  const explained = new Set(problems.filter(({ textual }) => textual).map(({ offset }) => offset));
  return problems
    .filter(({ textual, offset }) => textual || !explained.has(offset))
    .sort((a, b) => a.offset - b.offset)
    .map(({ problem }) => problem);
}

interface Located {
  readonly problem: ScenarioProblem;
  readonly offset: number;
  /** Whether it is the text that is wrong, not what it says. */
  readonly textual: boolean;
}

function locate(source: Source, complaint: AnyComplaint): Located {
  const { file, yaml } = source;
  const { message, fix } = complaint;
  if ("setting" in complaint) return inSetting(complaint.setting, "", complaint);
  if ("range" in complaint) {
    const position = positionOf(yaml, ...complaint.range);
    return { problem: { file, position, path: "", message, fix }, offset: complaint.range[0], textual: true };
  }
  const path = formatPath(complaint.path);
  const found = find(source, complaint.path);
  if (found.setting !== undefined) return inSetting(found.setting, path, complaint);
  const [start, end] = rangeOf(found, complaint.part);
  const position = positionOf(yaml, start, end);
  return { problem: { file, position, path, message, fix }, offset: start, textual: false };
}

function inSetting(setting: string, path: string, { message, fix }: Statement): Located {
  const problem = { file: `--set ${setting}`, path, message, fix };
  return { problem, offset: Infinity, textual: false };
}

/** Where a value (or its key) stands; the nearest thing around it where there is none. */
function rangeOf({ key, value }: Found, part: Complaint["part"]): readonly [number, number] {
  if (part === "key" && key !== undefined) return rangeOfNode(key);
  const isThere = value !== undefined && (value.range?.[1] ?? 0) > (value.range?.[0] ?? 0);
  if (isThere) return rangeOfNode(value);
  return key === undefined ? [0, 1] : rangeOfNode(key);
}

interface Found {
  readonly key: Node | undefined;
  readonly value: Node | undefined;
  /** The setting that put it there, if it was one. */
  readonly setting?: string | undefined;
}

function find({ yaml, made }: Source, path: Path): Found {
  let found: Found = { key: undefined, value: yaml.document?.contents ?? undefined };
  for (const step of path) {
    const next = childOf(resolved(yaml, found.value), step);
    if (next === undefined) break;
    const setting = found.setting ?? (next.value && made.get(next.value));
    found = { ...next, setting };
  }
  return found;
}

function resolved({ aliasTargets }: YamlText, node: Node | undefined): Node | undefined {
  return isAlias(node) ? aliasTargets.get(node) : node;
}

function childOf(node: Node | undefined, step: string | number): Found | undefined {
  if (isSeq(node)) return { key: undefined, value: asNode(node.items[Number(step)]) };
  if (!isMap(node)) return undefined;
  const pair = node.items.findLast(({ key }) => String(isScalar(key) ? key.value : key) === String(step));
  return pair && { key: asNode(pair.key), value: asNode(pair.value) };
}

function asNode(value: unknown): Node | undefined {
  return isNode(value) ? value : undefined;
}

/** All of a word, a quoted text or something in brackets; of a mapping or list in lines, its beginning. */
function rangeOfNode(node: Node): readonly [number, number] {
  if (isMap(node) && node.flow !== true) {
    const first = asNode(node.items[0]?.key);
    if (first !== undefined) return rangeOfNode(first);
  }
  if (isSeq(node) && node.flow !== true) {
    const first = asNode(node.items[0]);
    if (first !== undefined) return rangeOfNode(first);
  }
  const [start, end] = node.range ?? [0, 1];
  return [start, end];
}

/** Line, column and length in characters, not in UTF-16 units; a stretch over several lines ends with its first. */
function positionOf({ text, lines }: YamlText, start: number, end: number): SourcePosition {
  const { line, col } = lines.linePos(Math.min(start, text.length));
  const lineStart = Math.min(start, text.length) - (col - 1);
  const newline = text.indexOf("\n", lineStart);
  const source = text.slice(lineStart, newline === -1 ? text.length : newline).trimEnd();
  const before = source.slice(0, col - 1);
  const here = source.slice(col - 1, Math.max(end - lineStart, col));
  return {
    line,
    column: Array.from(before).length + 1,
    length: Math.max(1, Array.from(here.trimEnd()).length),
    source,
  };
}
