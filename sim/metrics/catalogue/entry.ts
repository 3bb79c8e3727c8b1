import type { ComponentKind } from "../../model/components.ts";
import type { MetricType } from "../family.ts";

/** A minor release of KubeVirt, e.g. `v0.31`. */
type Release = `v${number}.${number}`;

/** One family as a range of releases exposes it: same name, type and labels throughout. */
export interface CatalogueEntry {
  readonly name: string;
  readonly type: MetricType;
  /** Label names in the order exposed; one that ends in `*` stands for any number of labels there. */
  readonly labels: readonly string[];
  readonly components: readonly ComponentKind[];
  /** HELP, in our words. */
  readonly help: string;
  readonly unit: string;
  /** First release with this name, type and labels. */
  readonly since: Release;
  /** Last release with them; absent while there is none. */
  readonly until?: Release;
  /** Under which condition there are series. */
  readonly when: string;
  /** Upper bounds of a histogram's buckets, without +Inf. */
  readonly buckets?: readonly number[];
  /** What earlier releases called the same quantity, newest first: a name, or a series of it. */
  readonly formerly?: readonly string[];
  /** What a reader of the numbers has to know: wrong units, wrong types, and the like. */
  readonly notes?: string;
}

type Row<Common> = Omit<CatalogueEntry, keyof Common> & Partial<CatalogueEntry>;

/** Entries that have most in common; a row's own fields win. */
export function entries<const Common extends Partial<CatalogueEntry>>(
  common: Common,
  rows: readonly Row<Common>[],
): readonly CatalogueEntry[] {
  return rows.map((row) => ({ ...common, ...row }) as CatalogueEntry);
}

/** Stands for the labels of the VMI, each as `kubernetes_vmi_label_<key>`. */
export const vmiLabels = "kubernetes_vmi_label_*";

/** The labels of a series about a VMI: the labels of the VMI stand among its own by name. */
export function perVmi(...more: readonly string[]): readonly string[] {
  return [vmiLabels, "name", "namespace", "node", ...more].toSorted();
}
