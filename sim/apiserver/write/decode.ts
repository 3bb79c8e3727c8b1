import { isRecord } from "../field-access.ts";
import type { Resource } from "../resource.ts";
import { withoutNulls } from "../schemas/check.ts";
import { knownFieldsOf } from "../schemas/known-fields.ts";
import { badRequest } from "../status.ts";
import { defaulted } from "../structural/defaults.ts";
import type { WriteContext } from "./context.ts";
import { duplicateFields } from "./duplicate-fields.ts";
import type { JsonObject } from "./json-object.ts";

/**
 * A body as its kind decodes it: without fields that the kind does not have, with the defaults of its
 * definition, and without nulls, but in the status of a custom resource, where they may count. Fields that
 * get lost so are an error with `fieldValidation=Strict`. Throws ApiError 400.
 */
export function decoded(resource: Resource, body: JsonObject, context: WriteContext): JsonObject {
  const { object, unknown } = knownFieldsOf(resource, body);
  complain(resource, context, unknown);
  const { structure } = resource;
  const complete = structure === undefined ? object : defaulted(structure, object);
  if (resource.userDefined || !isRecord(complete)) return isRecord(complete) ? complete : object;
  const known = Object.entries(complete).filter(([, value]) => value !== null);
  const cleaned = known.map(([field, value]) => [
    field,
    resource.custom && field === "status" ? value : withoutNulls(value),
  ]);
  return Object.fromEntries(cleaned) as JsonObject;
}

function complain({ kind }: Resource, context: WriteContext, unknown: readonly string[]): void {
  const { options, request, warn } = context;
  if (options.fieldValidation === "Ignore") return;
  const duplicate = request === undefined ? [] : duplicateFields(request);
  const problems = [
    ...duplicate.map((field) => `duplicate field ${JSON.stringify(field)}`),
    ...unknown.map((field) => `unknown field ${JSON.stringify(field)}`),
  ];
  if (options.fieldValidation === "Warn") problems.slice(0, mostWarnings).forEach((text) => warn?.(text));
  else if (problems.length > 0) {
    throw badRequest(
      `${kind.kind} in version "${kind.version}" cannot be handled as a ${kind.kind}: strict decoding error: ${problems.join(", ")}`,
    );
  }
}

/** Headers have their limits. */
const mostWarnings = 10;
