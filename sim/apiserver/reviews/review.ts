import type { Attributes } from "../authorization/attributes.ts";
import type { Authorizer } from "../authorization/authorizer.ts";
import type { Tokens } from "../authentication.ts";
import { fieldAt, listAt, textAt } from "../field-access.ts";
import type { Identity } from "../identity.ts";
import type { Resource } from "../resource.ts";
import { ApiError, badRequest } from "../status.ts";
import { checkType } from "../write/checks.ts";
import type { JsonObject } from "../write/json-object.ts";
import { rulesStatus } from "./rules-status.ts";

/** What reviews are answered from. */
interface Reviewing {
  readonly authorizer: Authorizer;
  readonly tokens: Tokens;
  /** Who asks. */
  readonly identity: Identity;
}

/** Answers a review: the object that was sent, with a status. Throws ApiError 400 or 422. */
export function reviewed(
  reviewing: Reviewing,
  resource: Resource,
  namespace: string | undefined,
  object: JsonObject,
): JsonObject {
  checkType(resource, object);
  const { kind } = resource.kind;
  const { apiVersion } = resource;
  const metadata = { creationTimestamp: null };
  const answer = (status: object) => ({ kind, apiVersion, metadata, spec: object["spec"] ?? {}, status });
  const { authorizer, identity } = reviewing;
  switch (kind) {
    case "SelfSubjectReview":
      return { kind, apiVersion, metadata, status: { userInfo: userInfo(identity) } };
    case "TokenReview":
      return answer(tokenStatus(reviewing, object));
    case "SelfSubjectRulesReview":
      return answer(rulesStatus(authorizer, identity, textAt(object, "spec.namespace") ?? "default"));
    case "SelfSubjectAccessReview":
      return answer(accessStatus(authorizer, identity, attributesIn(object, namespace)));
    default:
      return answer(accessStatus(authorizer, subjectOf(object), attributesIn(object, namespace)));
  }
}

function userInfo({ name, groups, uid }: Identity) {
  return { username: name, ...(uid === undefined ? {} : { uid }), groups };
}

function tokenStatus({ tokens }: Reviewing, object: JsonObject): object {
  const token = textAt(object, "spec.token") ?? "";
  if (token === "") throw badRequest("spec.token: Required value: the token to be reviewed");
  const identity = tokens.get(token);
  return identity === undefined
    ? { authenticated: false, error: "invalid bearer token", user: {} }
    : { authenticated: true, user: userInfo(identity) };
}

function accessStatus(authorizer: Authorizer, identity: Identity, attributes: Attributes): object {
  const allowed = authorizer.allows(identity, attributes);
  return allowed ? { allowed } : { allowed, reason: "no RBAC policy matched" };
}

function subjectOf(object: JsonObject): Identity {
  const user = textAt(object, "spec.user") ?? "";
  const groups = listAt(object, "spec.groups").map(String);
  if (user === "" && groups.length === 0)
    throw incomplete("spec.user", "at least one of user or group must be specified");
  return { name: user, groups };
}

function attributesIn(object: JsonObject, namespace: string | undefined): Attributes {
  const path = textAt(object, "spec.nonResourceAttributes.path");
  if (path !== undefined) return { path, verb: textAt(object, "spec.nonResourceAttributes.verb") ?? "" };
  const attributes = fieldAt(object, "spec.resourceAttributes");
  if (attributes === undefined)
    throw incomplete(
      "spec.resourceAttributes",
      "exactly one of nonResourceAttributes or resourceAttributes must be specified",
    );
  const field = (name: string) => textAt(attributes, name) ?? "";
  const within = namespace ?? field("namespace");
  const subresource = field("subresource");
  return {
    verb: field("verb"),
    group: field("group"),
    resource: subresource === "" ? field("resource") : `${field("resource")}/${subresource}`,
    namespace: within === "" ? undefined : within,
    name: field("name") === "" ? undefined : field("name"),
  };
}

function incomplete(field: string, why: string): ApiError {
  const message = `Invalid value: ${why}`;
  return new ApiError(422, "Invalid", `${field}: ${message}`, {
    details: { causes: [{ reason: "FieldValueInvalid", field, message }] },
  });
}
