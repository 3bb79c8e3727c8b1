/** What is wrong with a value, and what to do about it. */
export interface Statement {
  readonly message: string;
  readonly fix: string;
}

/** What a field wants, in words. */
export interface Wanted {
  /** Follows "expected": `a whole number of at least 1`. */
  readonly expected: string;
  /** What to do when it is something else; may depend on what was found. */
  readonly fix: string | ((found: unknown) => string);
}

/** Says of a value that it is not what is wanted. */
export function statementOf(found: unknown, { expected, fix }: Wanted): Statement {
  return {
    message:
      found === undefined
        ? `missing: expected ${expected}`
        : `expected ${expected}, got ${describeFound(found)}`,
    fix: typeof fix === "string" ? fix : fix(found),
  };
}

/** What zod is to say when a field is not what is wanted. */
export function says(wanted: Wanted): (issue: { readonly input?: unknown }) => string {
  return ({ input }) => formatStatement(statementOf(input, wanted));
}

const separator = "\nFix: ";

/** A statement as the one string that a zod issue carries. */
export function formatStatement({ message, fix }: Statement): string {
  return message + separator + fix;
}

export function parseStatement(text: string): Statement {
  const [message = "", fix = "correct the value."] = text.split(separator);
  return { message, fix };
}

const longestShown = 60;

/** What was found, in one line. */
export function describeFound(value: unknown): string {
  if (value === null) return "nothing";
  if (Array.isArray(value)) return value.length === 0 ? "an empty list" : `a list of ${value.length}`;
  if (typeof value === "object") return Object.keys(value).length === 0 ? "an empty mapping" : "a mapping";
  const text = typeof value === "number" ? String(value) : JSON.stringify(value);
  return text.length > longestShown ? `${text.slice(0, longestShown)}…` : text;
}
