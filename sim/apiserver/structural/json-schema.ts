import type { Schema } from "@cfworker/json-schema";
import { isRecord } from "../field-access.ts";
import type { StructuralSchema } from "./schema.ts";

/** The keywords under which a schema has others. */
const ofOne: ReadonlySet<string> = new Set(["items", "additionalProperties", "not"]);
const ofMany: ReadonlySet<string> = new Set(["allOf", "anyOf", "oneOf"]);

/** What is judged, by the type that its operand has to have; whatever else a schema says is not. */
const judged: Readonly<Record<string, string>> = {
  exclusiveMaximum: "boolean",
  exclusiveMinimum: "boolean",
  format: "string",
  maxItems: "number",
  maxLength: "number",
  maxProperties: "number",
  maximum: "number",
  minItems: "number",
  minLength: "number",
  minProperties: "number",
  minimum: "number",
  multipleOf: "number",
};

/**
 * A structural schema in the words of JSON Schema draft 4, which OpenAPI v3 follows but for `nullable` and for
 * Kubernetes' `x-kubernetes-int-or-string`. Patterns, which are in Go's syntax, are not in it.
 */
export function jsonSchemaOf(schema: StructuralSchema): Schema {
  const entries = Object.entries(schema).flatMap(([keyword, operand]): [string, unknown][] => {
    if (keyword === "properties" && isRecord(operand)) return [[keyword, schemasIn(operand)]];
    if (ofOne.has(keyword) && isRecord(operand)) return [[keyword, jsonSchemaOf(operand)]];
    if (ofMany.has(keyword) && Array.isArray(operand))
      return [[keyword, operand.filter(isRecord).map(jsonSchemaOf)]];
    if (keyword === "required" && Array.isArray(operand)) return [[keyword, operand.map(String)]];
    if (keyword === "enum" && Array.isArray(operand))
      return [[keyword, schema["nullable"] === true ? [...(operand as unknown[]), null] : operand]];
    return judged[keyword] === typeof operand ? [[keyword, operand]] : [];
  });
  return { ...Object.fromEntries(entries), ...typeOf(schema) };
}

function schemasIn(properties: Readonly<Record<string, unknown>>): Record<string, Schema> {
  const schemas = Object.entries(properties).map(([name, property]): [string, Schema] => [
    name,
    isRecord(property) ? jsonSchemaOf(property) : {},
  ]);
  return Object.fromEntries(schemas);
}

const types = ["array", "boolean", "integer", "number", "object", "string"] as const;

function typeOf(schema: StructuralSchema): Schema {
  const intOrString = schema["x-kubernetes-int-or-string"] === true;
  const named = types.find((type) => type === schema["type"]);
  const allowed = intOrString ? (["integer", "string"] as const) : named === undefined ? [] : [named];
  if (allowed.length === 0) return {};
  return { type: schema["nullable"] === true ? [...allowed, "null"] : [...allowed] };
}
