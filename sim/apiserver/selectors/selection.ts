import type { Kind } from "../../store/kinds.ts";
import type { KubeObject } from "../../store/object.ts";
import { badRequest, qualifiedName } from "../status.ts";
import type { Store } from "../../store/store.ts";
import { parseFieldSelector, type FieldRequirement } from "./field-selector.ts";
import { fieldReader } from "./fields.ts";
import { labelPredicate, parseLabelRequirements } from "./label-selector.ts";
import { narrowingOf, type Narrowing } from "./narrowing.ts";

/** Which objects of a kind a request is about. */
export interface Selection {
  readonly matches: (object: KubeObject) => boolean;
  /** No selector was given: everything matches. */
  readonly everything: boolean;
  /** Where to look for what matches; undefined: everywhere. */
  readonly narrowing: Narrowing | undefined;
}

const everything: Selection = { matches: () => true, everything: true, narrowing: undefined };

/** The objects there are now that a selection can match: those it does match, and perhaps others. */
export function candidates(
  store: Store,
  kind: Kind,
  namespace: string | undefined,
  { narrowing }: Selection,
): readonly KubeObject[] {
  if (narrowing === undefined) return store.list(kind, namespace);
  const found = store.by(narrowing.index, narrowing.key);
  return namespace === undefined ? found : found.filter(({ metadata }) => metadata.namespace === namespace);
}

/** The `labelSelector` and `fieldSelector` of a request. Throws ApiError 400 for one that cannot be read. */
export function selectionOf(kind: Kind, query: URLSearchParams): Selection {
  const labelSelector = query.get("labelSelector") ?? "";
  const fieldSelector = query.get("fieldSelector") ?? "";
  if (labelSelector === "" && fieldSelector === "") return everything;
  const labels = parseLabelRequirements(labelSelector);
  const fields = parseFieldSelector(fieldSelector);
  const labelsMatch = labelPredicate(labels);
  const fieldsMatch = fieldPredicate(kind, fields, { labelSelector, fieldSelector });
  return {
    matches: (object) => labelsMatch(object.metadata.labels) && fieldsMatch(object),
    everything: false,
    narrowing: narrowingOf(kind, labels, fields),
  };
}

function fieldPredicate(
  kind: Kind,
  fields: readonly FieldRequirement[],
  { labelSelector, fieldSelector }: Readonly<Record<"labelSelector" | "fieldSelector", string>>,
): (object: KubeObject) => boolean {
  const requirements = fields.map(({ field, equal, value }) => {
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
