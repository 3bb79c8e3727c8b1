import type { KubeVirtVersion } from "../../model/components.ts";
import type { Unit } from "./units.ts";

/** What a family has series of. */
export type Part = "domain" | "vcpu" | "disk" | "interface" | "filesystem";

/** How one family of a release comes from a Reading: which slot of which part. */
export interface DomainMetric {
  readonly name: string;
  readonly part: Part;
  /** What the release makes of the reading, if it does not print it as it is. */
  readonly unit?: Unit;
  readonly last: LastLabel;
  /** Only while the VMI is in phase Running and does not migrate. */
  readonly sampled?: true;
}

/** What a family puts after the labels that name the part, and where its values stand. */
export type LastLabel =
  /** Nothing: one series. */
  | { readonly kind: "none"; readonly slot: number }
  /** `type`: a series per value, each with a slot of its own, in the order of the values. */
  | { readonly kind: "type"; readonly slots: Readonly<Record<string, number>> }
  /** `state`: one series, whose label is the state whose number stands in `stateSlot`. */
  | {
      readonly kind: "state";
      readonly slot: number;
      readonly stateSlot: number;
      readonly states: readonly string[];
    };

/** The usual metric: one series for each such part. */
export function metric(name: string, part: Part, slot: number): DomainMetric {
  return { name, part, last: { kind: "none", slot } };
}

/** A metric with two series for each such part, told apart by `type`. */
export function metricByType(
  name: string,
  part: Part,
  slots: Readonly<Record<string, number>>,
  unit?: Unit,
): DomainMetric {
  return { name, part, ...(unit && { unit }), last: { kind: "type", slots } };
}

/** The metrics of each release. */
export type DomainMetrics = Readonly<Record<KubeVirtVersion, readonly DomainMetric[]>>;
