import type { KubeObject } from "../../store/object.ts";
import type { Store } from "../../store/store.ts";
import type { Resource } from "../resource.ts";
import { notFound, tooLargeResourceVersion } from "../status.ts";
import { resourceVersionOf } from "./resource-version.ts";

/** One object by name. Throws ApiError 404, or 504 when a later state is asked for than there is. */
export function get(
  store: Store,
  resource: Resource,
  namespace: string | undefined,
  name: string,
  query: URLSearchParams,
): KubeObject {
  const wished = resourceVersionOf(query.get("resourceVersion") ?? "") ?? 0;
  if (wished > store.resourceVersion) throw tooLargeResourceVersion(wished, store.resourceVersion, 1);
  return existing(store, resource, namespace, name);
}

/** Throws ApiError 404. */
export function existing(
  store: Store,
  { kind }: Resource,
  namespace: string | undefined,
  name: string,
): KubeObject {
  const object = store.get(kind, kind.namespaced ? namespace : undefined, name);
  if (object === undefined) throw notFound(kind, name);
  return object;
}
