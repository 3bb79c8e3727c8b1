import type { RequestInfo } from "../../wire/request-info.ts";
import { parseFieldSelector } from "../selectors/field-selector.ts";

/** What someone wants to do, as RBAC rules speak of it. */
export type Attributes =
  | {
      readonly verb: string;
      readonly group: string;
      /** Plural, with the subresource if there is one: `pods/log`. */
      readonly resource: string;
      /** Undefined at the cluster scope, or in all namespaces. */
      readonly namespace: string | undefined;
      readonly name: string | undefined;
    }
  | { readonly verb: string; readonly path: string };

export function attributesOf({ verb, path, query, resource }: RequestInfo): Attributes {
  if (resource === undefined) return { verb, path };
  const { group, plural, subresource, namespace, name } = resource;
  return {
    verb,
    group,
    resource: subresource === undefined ? plural : `${plural}/${subresource}`,
    namespace,
    name: name ?? selectedName(query),
  };
}

/** A list or watch of one name counts as of that object, so that a rule with resourceNames can allow it. */
function selectedName(query: URLSearchParams): string | undefined {
  const selector = query.get("fieldSelector");
  if (selector === null) return undefined;
  return parseFieldSelector(selector).find(({ field, equal }) => field === "metadata.name" && equal)?.value;
}
