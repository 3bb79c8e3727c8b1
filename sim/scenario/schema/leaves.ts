import { z } from "zod";
import { nearest } from "../suggest.ts";
import { describeFound, says, type Wanted } from "./statement.ts";

/** Some text, not empty. */
export function text(expected: string, fix: Wanted["fix"]) {
  const error = says({ expected, fix });
  return z.string({ error }).min(1, { error });
}

/** A regular expression, as JavaScript has them. */
export function regularExpression() {
  const error = says({
    expected: "a regular expression",
    fix: "write one such as /pods; what has a meaning in it, such as ( and [, needs a backslash before it.",
  });
  return z.string({ error }).min(1, { error }).refine(isRegularExpression, { error });
}

function isRegularExpression(text: string): boolean {
  try {
    new RegExp(text);
    return true;
  } catch {
    return false;
  }
}

/** Paths of files with Kubernetes objects, relative to the scenario. */
export function manifestFiles() {
  return list(text("a path", "write a path, as in manifests/db.yaml."), "paths");
}

export function wholeNumber(least: number, most: number, fix: string) {
  const range = most === Number.MAX_SAFE_INTEGER ? `of at least ${least}` : `from ${least} to ${most}`;
  const error = says({ expected: `a whole number ${range}`, fix });
  return z.int({ error }).min(least, { error }).max(most, { error });
}

export function trueOrFalse(fix: string) {
  return z.boolean({ error: says({ expected: "true or false", fix }) });
}

/**
 * One of a few words.
 *
 * @param shown those of them that are worth naming to someone who wrote another
 */
export function oneOf<const Words extends readonly string[]>(
  words: Words,
  what: string,
  shown: readonly string[] = words,
) {
  return z.enum(words, { error: says(wordWanted(shown, what)) });
}

/** What to say of a word that is none of these. */
export function wordWanted(words: readonly string[], what: string): Wanted {
  return {
    expected: `${what}, one of ${words.join(", ")}`,
    fix: (found) => {
      const meant = typeof found === "string" ? nearest(found, words) : undefined;
      return meant === undefined ? `write one of ${words.join(", ")}.` : `did you mean ${meant}?`;
    },
  };
}

/** A list, with `most` of no more than that. */
export function list<Item extends z.ZodType>(item: Item, what: string, most?: number) {
  const error = says({
    expected: most === undefined ? `a list of ${what}` : `a list of at most ${most} ${what}`,
    fix: "write each on a line of its own behind a `-`.",
  });
  const items = z.array(item, { error });
  return most === undefined ? items : items.max(most, { error });
}

const dnsLabel = "[a-z0-9](?:[-a-z0-9]*[a-z0-9])?";
export const longestName = 63;

/** A DNS-1123 label: what names a VM, a namespace, a disk. */
export function name(what: string) {
  const error = says({
    expected: `${what}: at most ${longestName} lower-case letters, digits and "-", no "-" at either end`,
    fix: (found) => {
      if (found === undefined) return "add it.";
      if (typeof found === "number" || typeof found === "boolean") return `put it in quotes: "${found}".`;
      const better = typeof found === "string" ? nameLike(found) : "";
      return better === "" ? "give it such a name." : `write ${better}, for example.`;
    },
  });
  return z
    .string({ error })
    .max(longestName, { error })
    .regex(new RegExp(`^${dnsLabel}$`), { error });
}

/** The nearest text that is a name; empty when nothing is left. */
export function nameLike(found: string): string {
  return found
    .toLowerCase()
    .replace(/[^-a-z0-9]+/g, "-")
    .slice(0, longestName)
    .replace(/^-+|-+$/g, "");
}

/** A node's name: dots may stand between its labels; no longer than the label value it becomes. */
export function nodeName(what: string) {
  const error = says({
    expected: `${what}: at most ${longestName} lower-case letters, digits, "-" and "."`,
    fix: "write a name such as node01 or node01.example.com.",
  });
  const pattern = new RegExp(`^${dnsLabel}(?:\\.${dnsLabel})*$`);
  return z.string({ error }).max(longestName, { error }).regex(pattern, { error });
}

const labelName = "[A-Za-z0-9](?:[-A-Za-z0-9_.]{0,61}[A-Za-z0-9])?";
const labelKey = new RegExp(`^(?:${dnsLabel}(?:\\.${dnsLabel})*/)?${labelName}$`);
const labelValue = new RegExp(`^(?:${labelName})?$`);

/** Kubernetes labels. A value is a text: a number or true needs quotes, as kubectl demands. */
export function labels() {
  const keyError = says({
    expected: "a label key: at most 63 letters, digits, -, _ and ., after an optional DNS name and /",
    fix: "write a key such as app or example.com/role.",
  });
  const valueError = says({
    expected: "a label value: a text of at most 63 letters, digits, -, _ and .",
    fix: (found) => {
      if (typeof found === "string") return "write a value such as web-1.";
      return found !== null && typeof found !== "object"
        ? `put it in quotes: "${describeFound(found)}".`
        : 'write a text, or "" for an empty value.';
    },
  });
  return z.record(
    z.string({ error: keyError }).regex(labelKey, { error: keyError }),
    z.string({ error: valueError }).regex(labelValue, { error: valueError }),
    { error: says({ expected: "a mapping of labels", fix: "write {key: value}, as in {app: web}." }) },
  );
}
