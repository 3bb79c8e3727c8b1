import type { Identity } from "../identity.ts";
import { ApiError, detailsOf, qualifiedName } from "../status.ts";
import type { Attributes } from "./attributes.ts";

/** The 403 for someone who is known but may not do this; says what, to which resource, where. */
export function forbidden(identity: Identity, attributes: Attributes): ApiError {
  const user = `User "${identity.name}" cannot ${attributes.verb}`;
  if ("path" in attributes) {
    return new ApiError(403, "Forbidden", `forbidden: ${user} path "${attributes.path}"`, { details: {} });
  }
  const { group, namespace, name } = attributes;
  const [plural = ""] = attributes.resource.split("/");
  const what = qualifiedName({ group, plural }) + (name === undefined ? "" : ` "${name}"`);
  const where = namespace === undefined ? "at the cluster scope" : `in the namespace "${namespace}"`;
  return new ApiError(
    403,
    "Forbidden",
    `${what} is forbidden: ${user} resource "${attributes.resource}" in API group "${group}" ${where}`,
    { details: detailsOf({ group, plural }, name) },
  );
}
