import type { KubeObject } from "../store/object.ts";
import type { HttpReply } from "../wire/exchange.ts";
import { existing, get } from "./read/get.ts";
import { list } from "./read/list.ts";
import { jsonReply, streamReply } from "./reply.ts";
import { negotiate } from "./representation/negotiate.ts";
import { reviewed } from "./reviews/review.ts";
import { selectionOf } from "./selectors/selection.ts";
import type { ResourceRequest, Serving } from "./serving.ts";
import { detailsOf, methodNotAllowed } from "./status.ts";
import { objectBody } from "./write/body.ts";
import type { WriteContext } from "./write/context.ts";
import { create } from "./write/create.ts";
import { deleteOptionsOf } from "./write/delete-options.ts";
import { remove } from "./write/delete.ts";
import { writeOptionsOf } from "./write/options.ts";
import { patch } from "./write/patch.ts";
import { update } from "./write/update.ts";

/** Answers a request for objects of a kind, whole. Throws ApiError. */
export function respondToResource(serving: Serving, asked: ResourceRequest): HttpReply {
  const { store, watches } = serving;
  const { request, info, path, resource } = asked;
  const { query, verb } = info;
  const { namespace, name = "" } = path;
  if (!resource.verbs.includes(verb) || (verb === "create" && path.name !== undefined))
    throw methodNotAllowed();
  if (resource.review) return reviewReply(serving, asked);
  const representation = negotiate(request.headers, query, serving);
  const answer = (status: number, object: KubeObject) =>
    jsonReply(status, representation.object(resource, object));
  switch (verb) {
    case "list":
      return jsonReply(200, list(store, resource, namespace, query, representation));
    case "watch":
      return streamReply(watches.begin(resource, namespace, query, representation));
    case "get":
      return answer(200, get(store, resource, namespace, name, query));
    case "create":
      return answer(
        201,
        create(writing(serving, asked, "CreateOptions"), resource, namespace, objectBody(request)),
      );
    case "update": {
      if (path.name === undefined) throw methodNotAllowed();
      const present = existing(store, resource, namespace, name);
      const context = writing(serving, asked, "UpdateOptions");
      return answer(200, update(context, resource, present, objectBody(request), "object"));
    }
    case "patch": {
      if (path.name === undefined) throw methodNotAllowed();
      const { object, created } = patch(writing(serving, asked, "PatchOptions"), asked, "object");
      return answer(created ? 201 : 200, object);
    }
    case "delete": {
      const present = existing(store, resource, namespace, name);
      return deletedReply(
        asked,
        remove(store, serving.propagation, resource, present, deleteOptionsOf(request, query)),
      );
    }
    default:
      return jsonReply(200, deleteCollection(serving, asked));
  }
}

/** How a request writes: by whom, and with which options. */
export function writing({ store }: Serving, asked: ResourceRequest, kind: string): WriteContext {
  const { identity, info, request, warn } = asked;
  return { store, identity, options: writeOptionsOf(info.query, kind), request, warn };
}

function reviewReply(serving: Serving, { request, resource, path, identity }: ResourceRequest): HttpReply {
  const review = reviewed({ ...serving, identity }, resource, path.namespace, objectBody(request));
  return jsonReply(201, JSON.stringify(review));
}

/** Deletes what is selected; answers with the list of it. */
function deleteCollection({ store, propagation, clock }: Serving, asked: ResourceRequest): string {
  const { request, info, path, resource } = asked;
  const options = deleteOptionsOf(request, info.query);
  const { matches } = selectionOf(resource.kind, info.query);
  const selected = store.list(resource.kind, path.namespace).filter(matches);
  const deleted = selected.map((object) => remove(store, propagation, resource, object, options));
  const meta = { resourceVersion: String(store.resourceVersion) };
  return negotiate(request.headers, info.query, { clock }).list(resource, deleted, meta);
}

/** Pods answer with the pod as it now is; everything else with a Status that names what went. */
function deletedReply({ resource }: ResourceRequest, object: KubeObject): HttpReply {
  const { kind } = resource;
  if (kind.kind === "Pod") return jsonReply(200, JSON.stringify(object));
  const { name, uid } = object.metadata;
  const status = {
    kind: "Status",
    apiVersion: "v1",
    metadata: {},
    status: "Success",
    details: { ...detailsOf(kind, name), uid },
  };
  return jsonReply(200, JSON.stringify(status));
}
