/**
 * Something wrong with a scenario: where, what was expected and what was found, and what to do.
 *
 * A scenario is judged as a whole: a load reports all its problems at once, in the order of the file.
 */
export interface ScenarioProblem {
  /** The file as the user named it. */
  readonly file: string;
  /** Absent where the file as a whole is the problem. */
  readonly position?: SourcePosition;
  /** The key in dotted form, `nodes[1].capacity.cpu`; empty where no key is concerned. */
  readonly path: string;
  /** What was expected and what was found, without a full stop. */
  readonly message: string;
  /** What to do about it: a sentence. */
  readonly fix: string;
}

/** A stretch of one source line. */
export interface SourcePosition {
  /** From 1. */
  readonly line: number;
  /** From 1, in characters. */
  readonly column: number;
  /** How many characters it is long; at least 1, and never past the line's end. */
  readonly length: number;
  /** The whole source line. */
  readonly source: string;
}

const indent = "    ";
/** Longer source lines are shown in part: this much of them, and no more than that before the place. */
const longestExcerpt = 110;
const longestLead = 70;

/** Problems as a compiler prints them, a blank line between two. */
export function formatProblems(problems: readonly ScenarioProblem[]): string {
  return problems.map(formatProblem).join("\n\n");
}

function formatProblem({ file, position, path, message, fix }: ScenarioProblem): string {
  const place = position === undefined ? file : `${file}:${position.line}:${position.column}`;
  const head = [place, path, message].filter((part) => part !== "").join(": ");
  const excerpt = position === undefined ? [] : excerptOf(position);
  return [head, ...excerpt, `Fix: ${fix}`].map(printable).join("\n");
}

/** The source line without its indentation, and a caret under each character of the place. */
function excerptOf({ source, column, length }: SourcePosition): string[] {
  const characters = Array.from(source.trimEnd());
  const offset = column - 1;
  const indentation = characters.findIndex((character) => character.trim() !== "");
  const first = Math.min(offset, Math.max(0, indentation));
  const isShort = characters.length - first <= longestExcerpt;
  const start = isShort ? first : Math.max(first, offset - longestLead);
  const end = isShort ? characters.length : start + longestExcerpt;
  const before = start > first ? "…" : "";
  const after = end < characters.length ? "…" : "";
  const carets = Math.max(1, Math.min(length, end - offset));
  return [
    `${indent}${before}${characters.slice(start, end).join("")}${after}`,
    `${indent}${" ".repeat(before.length + offset - start)}${"^".repeat(carets)}`,
  ];
}

/** A file may hold anything; what goes to a terminal must not steer it. */
function printable(line: string): string {
  // eslint-disable-next-line no-control-regex -- control characters are what is looked for
  return line.replace(/[\u0000-\u001f\u007f-\u009f\u2028\u2029]/g, " ");
}
