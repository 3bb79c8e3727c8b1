import { kindKey, type Kind } from "../kinds.ts";
import { printerColumnsOf, type PrinterColumn } from "./printer-columns.ts";

/** One version of a kind in its CustomResourceDefinition. */
export interface DefinedVersion {
  readonly name: string;
  readonly served: boolean;
  readonly storage: boolean;
  readonly schema?: { readonly openAPIV3Schema?: object };
  readonly subresources?: { readonly status?: object; readonly scale?: ScalePaths };
  readonly additionalPrinterColumns?: readonly PrinterColumn[];
  readonly [field: string]: unknown;
}

/** Where a kind that can be scaled keeps what `/scale` shows; JSONPaths. */
export interface ScalePaths {
  readonly specReplicasPath: string;
  readonly statusReplicasPath: string;
  readonly labelSelectorPath?: string;
}

/** Older and newer names under which some groups serve the same objects, beside the one they are kept in. */
const otherVersions: Readonly<Record<string, readonly string[]>> = {
  "kubevirt.io": ["v1alpha3"],
  "clone.kubevirt.io": ["v1alpha1"],
  "export.kubevirt.io": ["v1"],
  "pool.kubevirt.io": ["v1alpha1"],
  "snapshot.kubevirt.io": ["v1alpha1"],
};

/** Kinds without `/status`: their status is written with the object, or they have none. */
const withoutStatus: ReadonlySet<string> = new Set([
  "virtualmachineinstances.kubevirt.io",
  "virtualmachineinstancepresets.kubevirt.io",
  "virtualmachineclusterinstancetypes.instancetype.kubevirt.io",
  "virtualmachineclusterpreferences.instancetype.kubevirt.io",
  "virtualmachineinstancetypes.instancetype.kubevirt.io",
  "virtualmachinepreferences.instancetype.kubevirt.io",
  "plugins.plugins.kubevirt.io",
]);

const withScale: ReadonlySet<string> = new Set([
  "virtualmachineinstancereplicasets.kubevirt.io",
  "virtualmachinepools.pool.kubevirt.io",
]);

const scale: ScalePaths = {
  specReplicasPath: ".spec.replicas",
  statusReplicasPath: ".status.replicas",
  labelSelectorPath: ".status.labelSelector",
};

/** The versions of a kind as its operator defines them, the stored one first. */
export function definedVersionsOf(kind: Kind): readonly DefinedVersion[] {
  return [kind.version, ...(otherVersions[kind.group] ?? [])].map((name, index) =>
    definedVersion(kind, name, index === 0),
  );
}

function definedVersion(kind: Kind, name: string, storage: boolean): DefinedVersion {
  const key = kindKey(kind.group, kind.plural);
  const columns = printerColumnsOf(kind);
  return {
    name,
    served: true,
    storage,
    schema: { openAPIV3Schema: { type: "object", "x-kubernetes-preserve-unknown-fields": true } },
    ...(withoutStatus.has(key)
      ? {}
      : { subresources: { status: {}, ...(withScale.has(key) ? { scale } : {}) } }),
    ...(columns === undefined ? {} : { additionalPrinterColumns: columns }),
  };
}
