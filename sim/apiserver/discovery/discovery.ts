import type { HttpReply, HttpRequest } from "../../wire/exchange.ts";
import { acceptClauses, acceptsJson } from "../accept.ts";
import { jsonReply, pathNotFound } from "../reply.ts";
import type { GroupVersion } from "../resources.ts";
import { notAcceptable } from "../status.ts";
import { aggregatedContentType, aggregatedDiscovery, asksForAggregated } from "./aggregated.ts";
import { apiGroup, apiGroupList, apiResourceList, apiVersions } from "./legacy.ts";

/**
 * Answers `/api`, `/apis` and what lies between them and the resources; undefined for any other path.
 * The first two come in one aggregated document where the client asks for it.
 */
export function discoveryReply(
  path: string,
  headers: HttpRequest["headers"],
  groupVersions: readonly GroupVersion[],
): HttpReply | undefined {
  const [root, ...segments] = path.split("/").slice(1);
  while (segments.at(-1) === "") segments.pop();
  if (root === "api") return coreReply(segments, headers, groupVersions);
  if (root === "apis") return groupReply(segments, headers, groupVersions);
  return undefined;
}

function coreReply(
  segments: readonly string[],
  headers: HttpRequest["headers"],
  groupVersions: readonly GroupVersion[],
): HttpReply | undefined {
  if (segments.length === 0) return rootReply(headers, groupVersions, true);
  return segments.length === 1 ? versionReply(groupVersions, "", segments[0] ?? "") : undefined;
}

function groupReply(
  segments: readonly string[],
  headers: HttpRequest["headers"],
  groupVersions: readonly GroupVersion[],
): HttpReply | undefined {
  const [group = "", version = ""] = segments;
  switch (segments.length) {
    case 0:
      return rootReply(headers, groupVersions, false);
    case 1: {
      const document = apiGroup(groupVersions, group);
      return document === undefined ? pathNotFound() : documentReply(document);
    }
    case 2:
      return versionReply(groupVersions, group, version);
    default:
      return undefined;
  }
}

function rootReply(
  headers: HttpRequest["headers"],
  groupVersions: readonly GroupVersion[],
  core: boolean,
): HttpReply {
  for (const clause of acceptClauses(headers["accept"])) {
    if (asksForAggregated(clause)) {
      const body = JSON.stringify(aggregatedDiscovery(groupVersions, core));
      return jsonReply(200, body, { "content-type": aggregatedContentType, vary: "Accept" });
    }
    if (acceptsJson(clause) && !clause.parameters.has("as")) {
      const document = core ? apiVersions() : apiGroupList(groupVersions);
      return jsonReply(200, JSON.stringify(document), { vary: "Accept" });
    }
  }
  throw notAcceptable(["application/json", aggregatedContentType]);
}

function versionReply(groupVersions: readonly GroupVersion[], group: string, version: string): HttpReply {
  const served = groupVersions.find((other) => other.group === group && other.version === version);
  return served === undefined ? pathNotFound() : documentReply(apiResourceList(served));
}

function documentReply(document: object): HttpReply {
  return jsonReply(200, JSON.stringify(document));
}
