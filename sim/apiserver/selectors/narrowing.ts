import type { Kind } from "../../store/kinds.ts";
import type { Index } from "../../store/object-index.ts";
import {
  migrationTargetLabel,
  nodeNameLabel,
  virtualMachineInstanceKind,
} from "../../store/objects/virtual-machine.ts";
import type { FieldRequirement } from "./field-selector.ts";
import type { LabelRequirement } from "./label-selector.ts";

/** Where all objects are found that a selector can match: under one key of an index. */
export interface Narrowing {
  readonly index: Index;
  readonly key: string;
}

/** Labels of which many clients select one value each: every virt-handler does, that of its node. */
const selectiveLabels = [nodeNameLabel, migrationTargetLabel].map((label) => ({
  label,
  index: byLabel(virtualMachineInstanceKind, label),
}));

const byName = new Map<Kind, Index>();

/** Undefined when every object of the kind has to be looked at. */
export function narrowingOf(
  kind: Kind,
  labels: readonly LabelRequirement[],
  fields: readonly FieldRequirement[],
): Narrowing | undefined {
  const name = fields.find(({ field, equal }) => field === "metadata.name" && equal);
  if (name !== undefined) return { index: nameIndexOf(kind), key: name.value };
  for (const { label, index } of selectiveLabels) {
    if (index.kind !== kind) continue;
    const value = labels
      .filter(({ key }) => key === label)
      .map(onlyValue)
      .find((only) => only !== undefined);
    if (value !== undefined) return { index, key: value };
  }
  return undefined;
}

function onlyValue({ operator, values }: LabelRequirement): string | undefined {
  return (operator === "=" || operator === "in") && values.length === 1 ? values[0] : undefined;
}

function byLabel(kind: Kind, label: string): Index {
  return {
    kind,
    keysOf: ({ metadata: { labels } }) => {
      const value = labels?.[label];
      return value === undefined ? [] : [value];
    },
  };
}

function nameIndexOf(kind: Kind): Index {
  let index = byName.get(kind);
  if (index === undefined) byName.set(kind, (index = { kind, keysOf: ({ metadata }) => [metadata.name] }));
  return index;
}
