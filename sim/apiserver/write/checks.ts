import { kindNamed } from "../../store/kinds.ts";
import type { KubeObject } from "../../store/object.ts";
import type { Store } from "../../store/store.ts";
import type { Resource } from "../resource.ts";
import { ApiError, badRequest, conflict, detailsOf, modifiedMeanwhile, notFound } from "../status.ts";
import type { JsonObject } from "./json-object.ts";

const namespaceKind = kindNamed("namespaces");

/** Whether the body is of the kind that its path says. Built-in kinds may leave it unsaid. Throws ApiError 400. */
export function checkType({ kind, apiVersion, custom }: Resource, object: JsonObject): void {
  const given = { apiVersion: object["apiVersion"] ?? "", kind: object["kind"] ?? "" };
  if (custom && given.kind === "") throw badRequest("Object 'Kind' is missing in the body");
  if (given.apiVersion !== "" && given.apiVersion !== apiVersion) {
    throw badRequest(
      `the API version in the data (${text(given.apiVersion)}) does not match the expected API version (${apiVersion})`,
    );
  }
  if (given.kind !== "" && given.kind !== kind.kind)
    throw badRequest(
      `the kind in the data (${text(given.kind)}) does not match the expected kind (${kind.kind})`,
    );
}

/** Throws ApiError 400. */
export function checkNamespace(given: unknown, namespace: string | undefined): void {
  if (given !== undefined && given !== "" && given !== (namespace ?? "")) {
    throw badRequest("the namespace of the provided object does not match the namespace sent on the request");
  }
}

/** Whether something new may be made in the namespace. Throws ApiError 403 or 404. */
export function checkNamespaceTakes(store: Store, { kind }: Resource, namespace: string, name: string): void {
  const present = store.get(namespaceKind, undefined, namespace);
  if (present === undefined) throw notFound(namespaceKind, namespace);
  if (present.metadata.deletionTimestamp === undefined) return;
  const message = `unable to create new content in namespace ${namespace} because it is being terminated`;
  throw new ApiError(403, "Forbidden", `${kind.plural} "${name}" is forbidden: ${message}`, {
    details: {
      ...detailsOf(kind, name),
      causes: [
        {
          reason: "NamespaceTerminating",
          message: `namespace ${namespace} is being terminated`,
          field: "metadata.namespace",
        },
      ],
    },
  });
}

/** Whether the object is still the one that the client saw. An empty value asks nothing. Throws ApiError 409. */
export function checkUnchanged(
  { kind }: Resource,
  { metadata }: KubeObject,
  expected: { readonly uid?: unknown; readonly resourceVersion?: unknown },
): void {
  const { uid, resourceVersion } = expected;
  if (uid !== undefined && uid !== "" && uid !== metadata.uid) {
    throw conflict(
      kind,
      metadata.name,
      `Precondition failed: UID in precondition: ${text(uid)}, UID in object meta: ${metadata.uid}`,
    );
  }
  if (resourceVersion !== undefined && resourceVersion !== "" && resourceVersion !== metadata.resourceVersion)
    throw conflict(kind, metadata.name, modifiedMeanwhile);
}

function text(value: unknown): string {
  return typeof value === "string" ? value : JSON.stringify(value);
}
