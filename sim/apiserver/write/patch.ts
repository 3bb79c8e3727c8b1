import type { HttpRequest } from "../../wire/exchange.ts";
import { isRecord } from "../field-access.ts";
import { apply } from "./apply.ts";
import { jsonPatch } from "../patches/json-patch.ts";
import { mergePatch } from "../patches/merge-patch.ts";
import { strategicMergePatch } from "../patches/strategic-merge-patch.ts";
import { existing } from "../read/get.ts";
import { served } from "../representation/representation.ts";
import type { ResourceRequest } from "../serving.ts";
import { badRequest, unsupportedMediaType } from "../status.ts";
import { bodyText, contentTypeOf, parseJsonText } from "./body.ts";
import type { WriteContext } from "./context.ts";
import { checkJson, type JsonObject } from "./json-object.ts";
import type { Patched } from "./patched.ts";
import { update, type WrittenPart } from "./update.ts";

const json = "application/json-patch+json";
const merge = "application/merge-patch+json";
const strategicMerge = "application/strategic-merge-patch+json";
export const applyPatch = "application/apply-patch+yaml";

/** Does what a PATCH says. Throws ApiError 400, 404, 409, 413, 415 or 422. */
export function patch(context: WriteContext, asked: ResourceRequest, part: WrittenPart): Patched {
  const { request, resource, path } = asked;
  if (contentTypeOf(request) === applyPatch) return apply(context, asked, part);
  const present = existing(context.store, resource, path.namespace, path.name ?? "");
  const next = patchedBy(
    request,
    resource.custom ? undefined : resource.kind.kind,
    served(resource, present),
  );
  return { object: update(context, resource, present, next, part), created: false };
}

/** A document that is not kept itself, such as a Scale, changed by the patch in a request. */
export function patchedDocument(request: HttpRequest, document: JsonObject): JsonObject {
  return patchedBy(request, "Scale", document);
}

/**
 * Custom resources have no strategic merge patch: nothing says which of their lists have keys.
 *
 * @param builtInKind names the type whose keys count; undefined for a custom resource
 */
function patchedBy(request: HttpRequest, builtInKind: string | undefined, target: object): JsonObject {
  const contentType = contentTypeOf(request);
  const change = () => parseJsonText(bodyText(request));
  switch (contentType) {
    case json:
      return objectIn(jsonPatch(target, change()));
    case merge:
      return objectIn(mergePatch(target, recordIn(change())));
    case strategicMerge:
      if (builtInKind !== undefined)
        return objectIn(strategicMergePatch(builtInKind, target, recordIn(change())));
  }
  const supported = [json, merge, ...(builtInKind === undefined ? [] : [strategicMerge]), applyPatch];
  throw unsupportedMediaType(contentType, supported);
}

function recordIn(change: unknown): JsonObject {
  if (!isRecord(change)) throw badRequest("a merge patch must be one object");
  return change;
}

/** A patch can build what no body could have carried. */
function objectIn(value: unknown): JsonObject {
  checkJson(value);
  if (!isRecord(value)) throw badRequest("the patch leaves no object");
  return value;
}
