import { apiVersionOf } from "../../store/kinds.ts";
import type { Draft, KubeObject } from "../../store/object.ts";
import type { Resource } from "../resource.ts";
import { badRequest, invalid, methodNotAllowed } from "../status.ts";
import { validate } from "../validation/validation.ts";
import { checkNamespace, checkNamespaceTakes, checkType } from "./checks.ts";
import { completed } from "./complete.ts";
import type { WriteContext } from "./context.ts";
import { decoded } from "./decode.ts";
import type { JsonObject } from "./json-object.ts";
import { managedAfter } from "./managed-fields.ts";
import { metadataCauses, metadataOf } from "./metadata.ts";
import { prepared } from "./prepare.ts";

/**
 * Adds the object that a client sent. Returns it as it is kept, or as it would be.
 * Throws ApiError 400, 403, 404, 409 or 422.
 */
export function create(
  context: WriteContext,
  resource: Resource,
  namespace: string | undefined,
  body: JsonObject,
  managedFields?: readonly unknown[],
): KubeObject {
  const { store, identity, options } = context;
  const { kind } = resource;
  if (kind.namespaced && namespace === undefined) throw methodNotAllowed();
  checkType(resource, body);
  const object = newObject(resource, namespace, decoded(resource, body, context));
  const name = nameOf(object);
  if (namespace !== undefined && kind.namespaced) checkNamespaceTakes(store, resource, namespace, name);
  validate(resource, { next: object, previous: undefined, namespace, store, identity });
  const draft = completed(kind, prepared(resource, object, store, identity)) as unknown as Draft;
  const managed = managedFields ?? managedAfter(context, resource, {}, object, "object");
  return store.create(kind, withManagedFields(draft, managed), options);
}

/** The draft with who has set what of it, if that is kept track of. */
function withManagedFields(draft: Draft, managedFields: readonly unknown[]): Draft {
  return managedFields.length === 0 ? draft : { ...draft, metadata: { ...draft.metadata, managedFields } };
}

/** The object with what a writer may say of its metadata, and without what is the server's to say. */
function newObject(resource: Resource, namespace: string | undefined, object: JsonObject): JsonObject {
  const { kind } = resource;
  const given = metadataOf(kind, object);
  checkNamespace(given["namespace"], kind.namespaced ? namespace : undefined);
  if ((given["resourceVersion"] ?? "") !== "")
    throw badRequest("resourceVersion should not be set on objects to be created");
  const causes = metadataCauses(kind, given);
  if (causes.length > 0) throw invalid(kind, nameOf(object), causes);
  const kept = Object.entries(given).filter(([field, value]) => !serverFields.has(field) && value !== "");
  const metadata = {
    ...Object.fromEntries(kept),
    ...(kind.namespaced && namespace !== undefined ? { namespace } : {}),
  };
  return { ...object, apiVersion: apiVersionOf(kind), kind: kind.kind, metadata };
}

const serverFields: ReadonlySet<string> = new Set([
  "uid",
  "resourceVersion",
  "creationTimestamp",
  "deletionTimestamp",
  "deletionGracePeriodSeconds",
  "generation",
  "managedFields",
  "namespace",
  "selfLink",
]);

/** Empty for an object that is to be given a name. */
function nameOf({ metadata }: JsonObject): string {
  const { name } = (metadata ?? {}) as { readonly name?: string };
  return name ?? "";
}
