import { z } from "zod";
import { nearest } from "../suggest.ts";
import { formatStatement, says, type Statement, type Wanted } from "./statement.ts";

interface MappingWords {
  /** What the mapping is: "a node". */
  readonly what: string;
  /** Where keys people are likely to try really belong: `cpu` → "capacity: {cpu: 8}". */
  readonly elsewhere?: Readonly<Record<string, string>>;
  /** Keys that are meant to come, and cannot be used yet. */
  readonly planned?: readonly string[];
  /** What to do when it is no mapping at all, where the keys alone do not say it. */
  readonly fix?: Wanted["fix"];
}

/** A mapping with these keys and no others. An unknown key is a problem of its own, at its own place. */
export function mapping<const Shape extends z.core.$ZodShape>(shape: Shape, words: MappingWords) {
  const known = Object.keys(shape);
  const wrongType = says({
    expected: `a mapping (${words.what})`,
    fix: words.fix ?? `write it as {${known[0] ?? ""}: …}; the keys are ${known.join(", ")}.`,
  });
  return z.strictObject(shape, {
    error: (issue) =>
      issue.code === "unrecognized_keys"
        ? issue.keys.map((key) => formatStatement(unknownKey(key, known, words))).join(betweenKeys)
        : wrongType(issue),
  });
}

/** zod reports all unknown keys of a mapping as one issue; its message is one statement for each, in order. */
export const betweenKeys = "\n\n";

function unknownKey(key: string, known: readonly string[], words: MappingWords): Statement {
  const { what, elsewhere = {}, planned = [] } = words;
  const keys = `the keys are ${known.join(", ")}.`;
  if (planned.includes(key)) {
    return { message: `${key} is not supported yet`, fix: `leave it out for now; ${keys}` };
  }
  const message = `${what} has no key ${key === "" ? '""' : key}`;
  const place = Object.hasOwn(elsewhere, key) ? elsewhere[key] : undefined;
  if (place !== undefined) return { message, fix: place };
  const meant = nearest(key, known);
  return { message, fix: meant === undefined ? `delete it; ${keys}` : `did you mean ${meant}?` };
}
