import { createHash } from "node:crypto";
import type { HttpReply, HttpRequest } from "../../wire/exchange.ts";
import { jsonReply } from "../reply.ts";
import { requireJson } from "../representation/negotiate.ts";
import type { GroupVersion, Resources } from "../resources.ts";
import { documentOf } from "./document.ts";

const root = "/openapi/v3";

/**
 * `/openapi/v3`: the index of a document per group and version, and the documents. Undefined for other paths:
 * `/openapi/v2`, which clients ask for as protobuf alone, is not served, and they do without.
 */
export function openApiReply(
  path: string,
  headers: HttpRequest["headers"],
  { groupVersions }: Resources,
): HttpReply | undefined {
  if (path !== root && !path.startsWith(`${root}/`)) return undefined;
  requireJson(headers);
  if (path === root || path === `${root}/`) return jsonReply(200, JSON.stringify(indexOf(groupVersions)));
  const served = groupVersions.find((groupVersion) => `${root}/${nameOf(groupVersion)}` === path);
  return served === undefined ? undefined : jsonReply(200, documentText(served));
}

function indexOf(groupVersions: readonly GroupVersion[]) {
  const entries = groupVersions.map((served) => {
    const name = nameOf(served);
    return [name, { serverRelativeURL: `${root}/${name}?hash=${hashOf(documentText(served))}` }];
  });
  return { paths: Object.fromEntries(entries) as Record<string, { serverRelativeURL: string }> };
}

/** `api/v1`, `apis/apps/v1` */
function nameOf({ group, version }: GroupVersion): string {
  return group === "" ? `api/${version}` : `apis/${group}/${version}`;
}

const texts = new WeakMap<GroupVersion, string>();

/** What is served under a version changes only with the definitions, and then is another GroupVersion. */
function documentText(served: GroupVersion): string {
  let text = texts.get(served);
  if (text === undefined) texts.set(served, (text = JSON.stringify(documentOf(served))));
  return text;
}

/** Clients keep a document for as long as its hash is the same. */
function hashOf(text: string): string {
  return createHash("sha256").update(text).digest("hex").toUpperCase();
}
