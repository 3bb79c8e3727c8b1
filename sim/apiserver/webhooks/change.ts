import type { KubeObject } from "../../store/object.ts";
import type { Verb } from "../../wire/request-info.ts";
import { existing } from "../read/get.ts";
import type { ResourceRequest, Serving } from "../serving.ts";
import { objectBody } from "../write/body.ts";
import type { WriteContext } from "../write/context.ts";
import { create } from "../write/create.ts";
import { deleteOptionsOf } from "../write/delete-options.ts";
import { remove } from "../write/delete.ts";
import { patch } from "../write/patch.ts";
import { update } from "../write/update.ts";

export type Operation = "CREATE" | "UPDATE" | "DELETE";

/** What a request is about to do, as an AdmissionReview says it. */
export interface Change {
  readonly operation: Operation;
  /** Null for a deletion. */
  readonly object: KubeObject | null;
  /** Null for a creation. */
  readonly oldObject: KubeObject | null;
  readonly dryRun: boolean;
}

/** An apply makes the object or changes it: which of the two is told by the object's being there. */
const operations: Partial<Readonly<Record<Verb, readonly Operation[]>>> = {
  create: ["CREATE"],
  update: ["UPDATE"],
  patch: ["CREATE", "UPDATE"],
  delete: ["DELETE"],
};

/** What a request may be about to do to one object; nothing for one that only reads. */
export function operationsOf({ info: { verb }, path: { name } }: ResourceRequest): readonly Operation[] {
  const isPlaced = (verb === "create") === (name === undefined);
  return isPlaced ? (operations[verb] ?? []) : [];
}

/** What the request would do if it were done now. Throws ApiError for what would be refused. */
export function changeOf(serving: Serving, asked: ResourceRequest, context: WriteContext): Change {
  const { store, propagation } = serving;
  const { info, resource, path, request } = asked;
  const { dryRun } = context.options;
  const trial = { ...context, options: { ...context.options, dryRun: true } };
  if (info.verb === "create") {
    const object = create(trial, resource, path.namespace, objectBody(request));
    return { operation: "CREATE", object, oldObject: null, dryRun };
  }
  const name = path.name ?? "";
  if (info.verb === "patch") {
    const oldObject = store.get(resource.kind, path.namespace, name) ?? null;
    const { object, created } = patch(trial, asked, "object");
    return { operation: created ? "CREATE" : "UPDATE", object, oldObject, dryRun };
  }
  const oldObject = existing(store, resource, path.namespace, name);
  if (info.verb === "update") {
    const object = update(trial, resource, oldObject, objectBody(request), "object");
    return { operation: "UPDATE", object, oldObject, dryRun };
  }
  const options = deleteOptionsOf(request, info.query);
  remove(store, propagation, resource, oldObject, { ...options, dryRun: true });
  return { operation: "DELETE", object: null, oldObject, dryRun: options.dryRun };
}
