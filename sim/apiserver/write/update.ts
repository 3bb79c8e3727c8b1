import { apiVersionOf } from "../../store/kinds.ts";
import type { KubeObject, ObjectMeta } from "../../store/object.ts";
import { served } from "../representation/representation.ts";
import { hasSubresource } from "../resources.ts";
import type { Resource } from "../resource.ts";
import { badRequest, invalid } from "../status.ts";
import { validate } from "../validation/validation.ts";
import { checkNamespace, checkType, checkUnchanged } from "./checks.ts";
import { completed } from "./complete.ts";
import type { WriteContext } from "./context.ts";
import { decoded } from "./decode.ts";
import type { JsonObject } from "./json-object.ts";
import { entriesIn, managedAfter } from "./managed-fields.ts";
import { metadataCauses, metadataOf } from "./metadata.ts";
import { replaceStatus, withoutStatus, withStatusOf, withStringData } from "./prepare.ts";

/** What of an object a write changes: all but its status, or its status alone. */
export type WrittenPart = "object" | "status";

/**
 * Replaces `present` by what a client sent, or by what its patch makes of it. A resourceVersion in it has to
 * be the present one. Returns the object as it is kept, or as it would be. Throws ApiError 400, 409 or 422.
 */
export function update(
  context: WriteContext,
  resource: Resource,
  present: KubeObject,
  body: JsonObject,
  part: WrittenPart,
  managedFields?: readonly unknown[],
): KubeObject {
  const { store, identity, options } = context;
  checkType(resource, body);
  const given = metadataOf(resource.kind, body);
  checkIdentity(resource, present, given);
  const written = decoded(resource, body, context);
  const next =
    part === "status"
      ? replaceStatus({ ...present }, written)
      : objectWritten(resource, present, written, given);
  const { namespace } = present.metadata;
  // The status that stays as it is was not written by this client, and is not its fault.
  const judged = part === "object" && hasSubresource(resource, "status") ? withoutStatus(next) : next;
  validate(resource, { next: judged, previous: { ...present }, namespace, store, identity });
  const object = completed(resource.kind, next) as unknown as KubeObject;
  const managed = managedFields ?? managedAfterUpdate(context, resource, present, given, object, part);
  return store.update(resource.kind, withManagedFields(object, managed), options);
}

/** A client may rewrite the entries, as kubectl does when it begins to apply on the server's side. */
function managedAfterUpdate(
  context: WriteContext,
  resource: Resource,
  present: KubeObject,
  { managedFields: given }: JsonObject,
  object: KubeObject,
  part: WrittenPart,
): readonly unknown[] {
  const before = Array.isArray(given) ? given : present.metadata.managedFields;
  const next = withManagedFields(object, entriesIn(before));
  return managedAfter(context, resource, { ...served(resource, present) }, { ...next }, part);
}

function withManagedFields(object: KubeObject, managedFields: readonly unknown[]): KubeObject {
  const { managedFields: _, ...metadata } = object.metadata;
  return { ...object, metadata: managedFields.length === 0 ? metadata : { ...metadata, managedFields } };
}

function checkIdentity(resource: Resource, present: KubeObject, given: JsonObject): void {
  const { name, namespace } = present.metadata;
  const givenName = given["name"] ?? "";
  if (givenName !== "" && givenName !== name) {
    throw badRequest(
      `the name of the object (${JSON.stringify(givenName)}) does not match the name on the URL (${name})`,
    );
  }
  checkNamespace(given["namespace"], namespace);
  checkUnchanged(resource, present, given);
}

function objectWritten(
  resource: Resource,
  present: KubeObject,
  object: JsonObject,
  given: JsonObject,
): JsonObject {
  const { kind } = resource;
  const metadata = keptMetadata(present.metadata, given);
  const causes = metadataCauses(kind, metadata as unknown as JsonObject);
  if (causes.length > 0) throw invalid(kind, metadata.name, causes);
  const written = withStatusOf(resource, object, { ...present });
  const kept = kind.kind === "Secret" ? withStringData(written) : written;
  return { ...kept, apiVersion: apiVersionOf(kind), kind: kind.kind, metadata };
}

/** The server's part of the metadata stays as it is, whatever the client says. */
function keptMetadata(present: ObjectMeta, given: JsonObject): ObjectMeta {
  const said = Object.entries(given).filter(([field, value]) => !serverFields.has(field) && value !== null);
  const kept = Object.entries(present).filter(([field]) => serverFields.has(field));
  return Object.fromEntries([...said, ...kept]) as unknown as ObjectMeta;
}

const serverFields: ReadonlySet<string> = new Set([
  "name",
  "namespace",
  "uid",
  "resourceVersion",
  "creationTimestamp",
  "deletionTimestamp",
  "deletionGracePeriodSeconds",
  "generateName",
  "generation",
  "managedFields",
  "selfLink",
]);
