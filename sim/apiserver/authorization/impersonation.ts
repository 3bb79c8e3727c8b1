import type { HttpRequest } from "../../wire/exchange.ts";
import { authenticatedGroup, identityOf, serviceAccountOf, type Identity } from "../identity.ts";
import { badRequest } from "../status.ts";
import type { Attributes } from "./attributes.ts";
import type { Authorizer } from "./authorizer.ts";
import { forbidden } from "./forbidden.ts";

/**
 * Who a request is made as: `kubectl --as` and `--as-group`, where the one who asks may impersonate them.
 * Throws ApiError 400 or 403.
 */
export function impersonated(
  authorizer: Authorizer,
  identity: Identity,
  headers: HttpRequest["headers"],
): Identity {
  const name = headers["impersonate-user"];
  const groups = listOf(headers["impersonate-group"]);
  if (name === undefined || name === "") {
    if (groups.length > 0) throw badRequest("requested groups without impersonating a user");
    return identity;
  }
  for (const attributes of [ofUser(name), ...groups.map((group) => of("groups", group))])
    if (!authorizer.allows(identity, attributes)) throw forbidden(identity, attributes);
  return groups.length === 0
    ? identityOf(name)
    : { name, groups: [...new Set([...groups, authenticatedGroup])] };
}

function ofUser(userName: string): Attributes {
  const account = serviceAccountOf(userName);
  return account === undefined
    ? of("users", userName)
    : { ...of("serviceaccounts", account.name), namespace: account.namespace };
}

function of(resource: string, name: string) {
  return { verb: "impersonate", group: "", resource, namespace: undefined, name };
}

/** Several headers of one name arrive joined by commas. */
function listOf(header: string | undefined): string[] {
  return (header ?? "")
    .split(",")
    .map((value) => value.trim())
    .filter((value) => value !== "");
}
