import { badRequest } from "../status.ts";

/** One requirement of a field selector: `status.phase!=Failed`. */
export interface FieldRequirement {
  readonly field: string;
  readonly equal: boolean;
  readonly value: string;
}

/**
 * A field selector as `fieldSelector=` carries it: `metadata.name=a,status.phase!=Failed`. A backslash takes
 * the meaning from a comma, an equals sign or a backslash in a value. Throws ApiError 400.
 */
export function parseFieldSelector(text: string): FieldRequirement[] {
  return termsOf(text).map((term) => {
    const match = /^([^=!]+?)(!=|==|=)([^]*)$/.exec(term);
    if (match?.[1] === undefined) throw invalidSelector(text, `can't understand '${term}'`);
    return { field: match[1], equal: match[2] !== "!=", value: unescaped(text, match[3] ?? "") };
  });
}

/** Splits at commas that no backslash precedes. */
function termsOf(text: string): string[] {
  const terms = text.match(/(?:\\[^]|[^,\\])+|\\$/g) ?? [];
  return terms.filter((term) => term !== "");
}

function unescaped(selector: string, value: string): string {
  const rest = value.replace(/\\[\\,=]/g, "");
  if (/[\\,=]/.test(rest))
    throw invalidSelector(selector, `invalid field selector value ${JSON.stringify(value)}`);
  return value.replace(/\\([\\,=])/g, "$1");
}

function invalidSelector(selector: string, why: string) {
  return badRequest(`invalid selector: '${selector}'; ${why}`);
}
