import { withoutNulls } from "../schemas/check.ts";
import { unknownFields } from "../schemas/top-level.ts";
import type { Resource } from "../resources.ts";
import { badRequest } from "../status.ts";
import type { JsonObject } from "./json-object.ts";
import type { WriteOptions } from "./options.ts";

/**
 * A body as its kind decodes it: without nulls (but in the status of a custom resource, where they may count), and without fields that the kind does not have. With
 * `fieldValidation=Strict` the latter are an error. Throws ApiError 400.
 */
export function decoded(resource: Resource, object: JsonObject, { strict }: WriteOptions): JsonObject {
  if (resource.userDefined) return object;
  const unknown = unknownFields(resource, object);
  if (strict && unknown.length > 0) {
    const problems = unknown.map((field) => `unknown field ${JSON.stringify(field)}`);
    throw badRequest(
      `${resource.kind.kind} in version "${resource.kind.version}" cannot be handled as a ${resource.kind.kind}: strict decoding error: ${problems.join(", ")}`,
    );
  }
  const known = Object.entries(object).filter(([field, value]) => !unknown.includes(field) && value !== null);
  const cleaned = known.map(([field, value]) => [
    field,
    resource.custom && field === "status" ? value : withoutNulls(value),
  ]);
  return Object.fromEntries(cleaned) as JsonObject;
}
