import { Validator, type OutputUnit } from "@cfworker/json-schema";
import { badRequest, type StatusCause } from "../status.ts";
import { jsonSchemaOf } from "./json-schema.ts";
import { mismatches } from "./patterns.ts";
import { fieldName, pathIn, valueAt } from "./paths.ts";
import type { StructuralSchema } from "./schema.ts";

/** As long as its definition stays as it is, a schema is prepared once. */
const validators = new WeakMap<
  StructuralSchema,
  { readonly validator: Validator; readonly schema: unknown }
>();

/** What is wrong with a custom resource by the schema of its definition. */
export function structuralCauses(schema: StructuralSchema, object: unknown): StatusCause[] {
  const known = validators.get(schema) ?? prepared(schema);
  validators.set(schema, known);
  const causes = errorsOf(known.validator, object)
    .filter(isOwn)
    .map((error) => causeOf(error, object, known.schema));
  const texts = mismatches(schema, object).map(({ path, value, pattern }): StatusCause => {
    const field = fieldName(path);
    return invalid(field, value, `${field} in body should match '${pattern}'`);
  });
  return [...causes, ...texts];
}

/** The library writes names of fields into URIs, which takes no half of a character. */
function errorsOf(validator: Validator, object: unknown): readonly OutputUnit[] {
  try {
    return validator.validate(object).errors;
  } catch (error) {
    if (error instanceof URIError) throw badRequest("the names of fields must be valid Unicode");
    throw error;
  }
}

function prepared(schema: StructuralSchema) {
  const translated = jsonSchemaOf(schema);
  return { schema: translated, validator: new Validator(translated, "4", false) };
}

/** Whether it is an error of the value itself: not that of one around it, nor of one of several choices. */
function isOwn({ keyword, keywordLocation }: OutputUnit): boolean {
  if (["properties", "additionalProperties", "items", "allOf"].includes(keyword)) return false;
  return !/\/(anyOf|oneOf|not)\//.test(keywordLocation);
}

function invalid(field: string, value: unknown, why: string): StatusCause {
  return { reason: "FieldValueInvalid", field, message: `Invalid value: ${JSON.stringify(value)}: ${why}` };
}

/** As the API server words it, from what the library says and what the schema asks for. */
function causeOf(
  { keyword, keywordLocation, instanceLocation, error }: OutputUnit,
  object: unknown,
  schema: unknown,
) {
  const path = pathIn(instanceLocation, object);
  const field = fieldName(path);
  const value = valueAt(object, path);
  const operand = valueAt(schema, pathIn(keywordLocation, schema));
  const should = (what: string) => invalid(field, value, `${field} in body should ${what}`);
  switch (keyword) {
    case "required":
      return required(field, error);
    case "type":
      return typeCause(field, value, operand);
    case "enum":
      return unsupported(field, value, operand);
    case "minimum":
      return should(`be greater than or equal to ${String(operand)}`);
    case "maximum":
      return should(`be less than or equal to ${String(operand)}`);
    case "minLength":
      return should(`be at least ${String(operand)} chars long`);
    case "maxLength":
      return should(`be at most ${String(operand)} chars long`);
    case "format":
      return should(`be of type ${String(operand)}`);
    default:
      return invalid(field, value, `${field} in body: ${error}`);
  }
}

function required(field: string, error: string): StatusCause {
  const name = /property "(.*)"/.exec(error)?.[1] ?? "";
  return {
    reason: "FieldValueRequired",
    field: field === "" ? name : `${field}.${name}`,
    message: "Required value",
  };
}

function typeCause(field: string, value: unknown, operand: unknown): StatusCause {
  const found = value === null ? "null" : Array.isArray(value) ? "array" : typeof value;
  const wanted = Array.isArray(operand)
    ? operand.filter((type) => type !== "null").join(",")
    : String(operand);
  return {
    reason: "FieldValueTypeInvalid",
    field,
    message: `Invalid value: "${found}": ${field} in body must be of type ${wanted}: "${found}"`,
  };
}

function unsupported(field: string, value: unknown, operand: unknown): StatusCause {
  const supported = (Array.isArray(operand) ? operand : []).map((one) => JSON.stringify(one)).join(", ");
  return {
    reason: "FieldValueNotSupported",
    field,
    message: `Unsupported value: ${JSON.stringify(value)}: supported values: ${supported}`,
  };
}
