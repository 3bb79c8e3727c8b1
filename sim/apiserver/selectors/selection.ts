import type { Kind } from "../../store/kinds.ts";
import type { KubeObject } from "../../store/object.ts";
import { badRequest, qualifiedName } from "../status.ts";
import { parseFieldSelector } from "./field-selector.ts";
import { fieldReader } from "./fields.ts";
import { parseLabelSelector } from "./label-selector.ts";

/** Which objects of a kind a request is about. */
export interface Selection {
  readonly matches: (object: KubeObject) => boolean;
  /** No selector was given: everything matches. */
  readonly everything: boolean;
}

const everything: Selection = { matches: () => true, everything: true };

/** The `labelSelector` and `fieldSelector` of a request. Throws ApiError 400 for one that cannot be read. */
export function selectionOf(kind: Kind, query: URLSearchParams): Selection {
  const labelSelector = query.get("labelSelector") ?? "";
  const fieldSelector = query.get("fieldSelector") ?? "";
  if (labelSelector === "" && fieldSelector === "") return everything;
  const labelsMatch = parseLabelSelector(labelSelector);
  const fieldsMatch = fieldPredicate(kind, fieldSelector, labelSelector);
  return {
    matches: (object) => labelsMatch(object.metadata.labels) && fieldsMatch(object),
    everything: false,
  };
}

function fieldPredicate(
  kind: Kind,
  fieldSelector: string,
  labelSelector: string,
): (object: KubeObject) => boolean {
  const requirements = parseFieldSelector(fieldSelector).map(({ field, equal, value }) => {
    const read = fieldReader(kind, field);
    if (read === undefined) {
      throw badRequest(
        `Unable to find "${kind.group}/${kind.version}, Resource=${qualifiedName(kind)}" that match label selector "${labelSelector}", field selector "${fieldSelector}": field label not supported: ${field}`,
      );
    }
    return (object: KubeObject) => (read(object) === value) === equal;
  });
  return (object) => requirements.every((requirement) => requirement(object));
}
