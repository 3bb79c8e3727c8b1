import { RE2JS } from "re2js";
import { isRecord } from "../field-access.ts";
import { itemsOf, propertiesOf, propertyOf, schemaIn, type StructuralSchema } from "./schema.ts";

/** A text that does not match its pattern. */
interface Mismatch {
  readonly path: readonly (string | number)[];
  readonly value: string;
  readonly pattern: string;
}

const compiled = new Map<string, RE2JS | undefined>();
/** More than the definitions of any cluster have. */
const mostPatterns = 10_000;

/**
 * A pattern in Go's syntax; undefined for one that is none. It takes time in proportion to the text, unlike
 * JavaScript's own, with which a definition could keep the server busy for ever.
 */
function compiledPattern(pattern: string): RE2JS | undefined {
  if (compiled.has(pattern)) return compiled.get(pattern);
  if (compiled.size >= mostPatterns) compiled.clear();
  let result: RE2JS | undefined;
  try {
    result = RE2JS.compile(pattern);
  } catch {
    result = undefined;
  }
  compiled.set(pattern, result);
  return result;
}

/** The texts that do not match the patterns of their schemas. */
export function mismatches(
  schema: StructuralSchema | undefined,
  value: unknown,
  path: readonly (string | number)[] = [],
): Mismatch[] {
  if (schema === undefined) return [];
  if (typeof value === "string") {
    const { pattern } = schema;
    if (typeof pattern !== "string") return [];
    const matches = compiledPattern(pattern)?.matcher(value).find() ?? true;
    return matches ? [] : [{ path, value, pattern }];
  }
  if (Array.isArray(value))
    return value.flatMap((item, index) => mismatches(itemsOf(schema), item, [...path, index]));
  if (!isRecord(value)) return [];
  return Object.entries(value).flatMap(([name, member]) =>
    mismatches(propertyOf(schema, name), member, [...path, name]),
  );
}

/** The patterns of a schema that are none, each with the way to it. */
export function brokenPatterns(schema: StructuralSchema | undefined, path: string): [string, string][] {
  if (schema === undefined) return [];
  const { pattern } = schema;
  const own: [string, string][] =
    typeof pattern === "string" && compiledPattern(pattern) === undefined
      ? [[`${path}.pattern`, pattern]]
      : [];
  return [
    ...own,
    ...Object.entries(propertiesOf(schema)).flatMap(([name, property]) =>
      brokenPatterns(schemaIn(property), `${path}.properties[${name}]`),
    ),
    ...brokenPatterns(itemsOf(schema), `${path}.items`),
    ...brokenPatterns(schemaIn(schema["additionalProperties"]), `${path}.additionalProperties`),
  ];
}
