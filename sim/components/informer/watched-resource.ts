import { apiVersionOf, type Kind } from "../../store/kinds.ts";
import type { KubeObject } from "../../store/object.ts";

/** What an informer lists and watches. */
export interface WatchedResource<T extends KubeObject = KubeObject> {
  readonly kind: Kind<T>;
  /** Undefined: all namespaces, or a cluster-scoped kind. */
  readonly namespace?: string;
  readonly labelSelector?: string;
  readonly fieldSelector?: string;
}

/** `/api/v1/namespaces/kubevirt/configmaps`: the path of a kind's list, without a query. */
export function resourcePath(kind: Kind, namespace?: string): string {
  const root = kind.group === "" ? "/api" : "/apis";
  const scope = namespace === undefined ? "" : `/namespaces/${namespace}`;
  return `${root}/${apiVersionOf(kind)}${scope}/${kind.plural}`;
}

/** The path of a request for `resource`; parameters in the order of their names, as Go encodes them. */
export function requestPath(
  { kind, namespace, labelSelector, fieldSelector }: WatchedResource,
  parameters: Readonly<Record<string, string>>,
): string {
  const query = new URLSearchParams({
    ...parameters,
    ...(labelSelector === undefined ? {} : { labelSelector }),
    ...(fieldSelector === undefined ? {} : { fieldSelector }),
  });
  query.sort();
  const path = resourcePath(kind, namespace);
  return query.size === 0 ? path : `${path}?${query.toString()}`;
}
