import type { z } from "zod";
import type { Kind } from "../../store/kinds.ts";
import { isRecord } from "../field-access.ts";
import type { Resource } from "../resource.ts";
import { structuralCauses } from "../structural/causes.ts";
import { badRequest, type StatusCause } from "../status.ts";
import type { JsonObject } from "../write/json-object.ts";
import { checkedSchemas } from "./schema.ts";

type Issue = z.core.$ZodIssue;

/**
 * What is wrong with an object's shape. A field of the wrong type is a cause in a custom resource; in a
 * built-in kind, which a real API server decodes into a Go type, it is a body that cannot be read.
 * Throws ApiError 400.
 */
export function schemaCauses(resource: Resource, object: JsonObject): StatusCause[] {
  const { kind, custom, userDefined, structure } = resource;
  const byDefinition = structure === undefined ? [] : structuralCauses(structure, object);
  if (userDefined || byDefinition.length > 0) return byDefinition;
  const results = checkedSchemas(kind).map((schema) => schema.safeParse(object));
  const issues = results.find(({ success }) => !success)?.error?.issues ?? [];
  return issues.map((issue) => {
    const cause = causeOf(issue, valueAt(object, issue.path));
    if (!custom && cause.reason === "FieldValueTypeInvalid") throw undecodable(kind, issue, object);
    return cause;
  });
}

/** The object as Go decodes it: a member that is null is as good as absent. */
export function withoutNulls(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(withoutNulls);
  if (!isRecord(value)) return value;
  const members = Object.entries(value).filter(([, member]) => member !== null);
  return Object.fromEntries(members.map(([name, member]) => [name, withoutNulls(member)]));
}

function causeOf(issue: Issue, value: unknown): StatusCause {
  const field = fieldName(issue.path);
  if (value === undefined) return { reason: "FieldValueRequired", field, message: "Required value" };
  const shown = JSON.stringify(value);
  switch (issue.code) {
    case "invalid_type":
      return typeCause(field, value, issue.expected);
    case "invalid_union":
      return typeCause(field, value, "integer or string");
    case "invalid_value": {
      const supported = issue.values
        .filter((one) => one !== "")
        .map((one) => JSON.stringify(one))
        .join(", ");
      return {
        reason: "FieldValueNotSupported",
        field,
        message: `Unsupported value: ${shown}: supported values: ${supported}`,
      };
    }
    default:
      return { reason: "FieldValueInvalid", field, message: `Invalid value: ${shown}: ${issue.message}` };
  }
}

function typeCause(field: string, value: unknown, expected: string): StatusCause {
  const found = typeName(value);
  return {
    reason: "FieldValueTypeInvalid",
    field,
    message: `Invalid value: "${found}": ${field} in body must be of type ${jsonTypeName(expected)}: "${found}"`,
  };
}

function undecodable({ kind, version }: Kind, issue: Issue, object: JsonObject): Error {
  const found = typeName(valueAt(object, issue.path));
  const field = issue.path.filter((step) => typeof step === "string").join(".");
  const expected = issue.code === "invalid_type" ? jsonTypeName(issue.expected) : "intstr.IntOrString";
  return badRequest(
    `${kind} in version "${version}" cannot be handled as a ${kind}: json: cannot unmarshal ${found} into Go struct field ${kind}.${field} of type ${expected}`,
  );
}

function valueAt(object: unknown, path: readonly PropertyKey[]): unknown {
  return path.reduce<unknown>(
    (at, step) =>
      typeof at === "object" && at !== null ? (at as Record<PropertyKey, unknown>)[step] : undefined,
    object,
  );
}

/** `spec.containers[0].name` */
function fieldName(path: readonly PropertyKey[]): string {
  return path
    .map((step, index) =>
      typeof step === "number" ? `[${step}]` : `${index === 0 ? "" : "."}${String(step)}`,
    )
    .join("");
}

function typeName(value: unknown): string {
  if (value === null) return "null";
  return Array.isArray(value) ? "array" : typeof value;
}

/** The library's word for a type as JSON Schema says it. */
function jsonTypeName(expected: string): string {
  const names: Readonly<Record<string, string>> = { int: "integer", record: "object", bool: "boolean" };
  return names[expected] ?? expected;
}
