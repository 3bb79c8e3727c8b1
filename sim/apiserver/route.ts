import type { HttpReply, HttpRequest } from "../wire/exchange.ts";
import { changed, type Answer } from "./answer.ts";
import { discoveryReply } from "./discovery/discovery.ts";
import { healthReply } from "./health.ts";
import type { Identity } from "./identity.ts";
import { virtApiGroup } from "./kubevirt-subresources.ts";
import { withWarning } from "./monitoring/monitored.ts";
import { openApiReply } from "./openapi/openapi.ts";
import { jsonReply, pathNotFound } from "./reply.ts";
import { checkVirtApiReachable, virtApiReply } from "./parts/virt-api.ts";
import type { RequestInfo, ResourcePath } from "../wire/request-info.ts";
import type { Resource } from "./resource.ts";
import { respondToPart } from "./respond-to-part.ts";
import { respondToResource, writing } from "./respond-to-resource.ts";
import type { ResourceRequest, Serving } from "./serving.ts";
import { methodNotAllowed, unknownResource } from "./status.ts";
import { kubernetesVersion } from "./version.ts";
import { askedWebhooks } from "./webhooks/admit.ts";

/** Answers a request that is allowed. Throws ApiError. */
export function respond(
  serving: Serving,
  request: HttpRequest,
  info: RequestInfo,
  identity: Identity,
): Answer {
  const path = info.resource;
  if (path === undefined) return nonResourceReply(serving, request, info);
  if (path.group === virtApiGroup) checkVirtApiReachable(serving.store);
  const resource = serving.resources.find(path.group, path.version, path.plural);
  if (resource === undefined) {
    if (!serving.resources.serves(path.group, path.version)) return pathNotFound();
    const own = path.group === virtApiGroup ? virtApiReply(serving.store, path) : undefined;
    if (own !== undefined && info.verb === "list") return own;
    throw unknownResource();
  }
  if (!isInPlace(resource, path)) throw unknownResource();
  const warnings: string[] = [];
  const warn = (text: string) => void warnings.push(text);
  const asked = { request, info, path, resource, identity, warn };
  const answer =
    path.subresource === undefined ? respondOnceAdmitted(serving, asked) : respondToPart(serving, asked);
  return changed(answer, (reply) => warnings.reduce(withWarning, reply));
}

/** Answers a request for objects, writes after webhooks have been asked. */
function respondOnceAdmitted(serving: Serving, asked: ResourceRequest): Answer {
  const { verb } = asked.info;
  if (!asked.resource.verbs.includes(verb)) throw methodNotAllowed();
  // What there is to warn of is told once, by the write itself.
  const context = { ...writing(serving, asked, "CreateOptions"), warn: () => undefined };
  const reviewed = asked.resource.review ? undefined : askedWebhooks(serving, asked, context);
  return reviewed === undefined
    ? respondToResource(serving, asked)
    : reviewed.then(() => respondToResource(serving, asked));
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
