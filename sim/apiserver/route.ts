import type { HttpReply, HttpRequest } from "../wire/exchange.ts";
import { changed, type Answer } from "./answer.ts";
import { discoveryReply } from "./discovery/discovery.ts";
import { healthReply } from "./health.ts";
import type { Identity } from "./identity.ts";
import { withWarning } from "./monitoring/monitored.ts";
import { openApiReply } from "./openapi/openapi.ts";
import { jsonReply, pathNotFound } from "./reply.ts";
import type { RequestInfo, ResourcePath } from "../wire/request-info.ts";
import type { Resource } from "./resources.ts";
import { respondToPart } from "./respond-to-part.ts";
import { respondToResource } from "./respond-to-resource.ts";
import type { Serving } from "./serving.ts";
import { methodNotAllowed, unknownResource } from "./status.ts";
import { kubernetesVersion } from "./version.ts";

/** Answers a request that is allowed. Throws ApiError. */
export function respond(
  serving: Serving,
  request: HttpRequest,
  info: RequestInfo,
  identity: Identity,
): Answer {
  const path = info.resource;
  if (path === undefined) return nonResourceReply(serving, request, info);
  const resource = serving.resources.find(path.group, path.version, path.plural);
  if (resource === undefined) {
    if (!serving.resources.serves(path.group, path.version)) return pathNotFound();
    throw unknownResource();
  }
  if (!isInPlace(resource, path)) throw unknownResource();
  const warnings: string[] = [];
  const warn = (text: string) => void warnings.push(text);
  const asked = { request, info, path, resource, identity, warn };
  const answer =
    path.subresource === undefined ? respondToResource(serving, asked) : respondToPart(serving, asked);
  return changed(answer, (reply) => warnings.reduce(withWarning, reply));
}

/** Whether the path has a namespace where the resource needs one, and none where it has none. */
function isInPlace({ kind }: Resource, { plural, namespace, name }: ResourcePath): boolean {
  if (kind.namespaced) return namespace !== undefined || name === undefined;
  return namespace === undefined || plural === "namespaces";
}

function nonResourceReply({ resources }: Serving, request: HttpRequest, info: RequestInfo): HttpReply {
  const { path, query, method } = info;
  if (method !== "GET" && method !== "HEAD") throw methodNotAllowed();
  if (path === "/version" || path === "/version/") return jsonReply(200, JSON.stringify(kubernetesVersion));
  return (
    healthReply(path, query) ??
    openApiReply(path, request.headers, resources) ??
    discoveryReply(path, request.headers, resources.groupVersions) ??
    pathNotFound()
  );
}
