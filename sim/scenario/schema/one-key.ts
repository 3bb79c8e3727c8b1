import { nearest } from "../suggest.ts";
import { isMapping } from "./is-mapping.ts";
import { statementOf, type Statement } from "./statement.ts";

interface OneKeyWords {
  /** What the mapping is: "an event". */
  readonly what: string;
  /** What the one key says of it: "an event does one thing". */
  readonly rule: string;
  /** Follows "missing: expected": "what happens in this event". */
  readonly missing: string;
  readonly example: string;
}

/** The one key, of several possible, that says what kind of thing a mapping is; or what is wrong with it. */
export function oneKeyOf<Key extends string>(
  value: unknown,
  kinds: readonly Key[],
  { what, rule, missing, example }: OneKeyWords,
): Key | Statement {
  if (!isMapping(value)) {
    return statementOf(value, { expected: `a mapping (${what})`, fix: `write ${example}, for example.` });
  }
  const [kind, another] = kinds.filter((candidate) => candidate in value);
  if (kind === undefined) {
    const meant = Object.keys(value)
      .map((key) => nearest(key, kinds))
      .find((candidate) => candidate !== undefined);
    return {
      message: `missing: expected ${missing}`,
      fix: meant === undefined ? `give it one of ${kinds.join(", ")}.` : `did you mean ${meant}?`,
    };
  }
  if (another === undefined) return kind;
  return {
    message: `${rule}, and this one has both ${kind} and ${another}`,
    fix: "make two of it.",
  };
}
