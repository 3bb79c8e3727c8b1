import { kindNamed } from "../../store/kinds.ts";
import type { KubeObject } from "../../store/object.ts";
import type { Condition } from "../../store/objects/conditions.ts";
import type { PrinterColumn } from "../tables/printer-columns.ts";

/** A CustomResourceDefinition, as far as something is made of it. */
export interface CustomResourceDefinition extends KubeObject {
  readonly spec: {
    readonly group: string;
    readonly scope: "Namespaced" | "Cluster";
    readonly names: {
      readonly plural: string;
      readonly kind: string;
      readonly singular?: string;
      readonly listKind?: string;
      readonly shortNames?: readonly string[];
      readonly categories?: readonly string[];
    };
    readonly versions: readonly DefinedVersion[];
    readonly [field: string]: unknown;
  };
  readonly status?: {
    readonly conditions?: readonly Condition[];
    readonly acceptedNames?: object;
    readonly storedVersions?: readonly string[];
  };
}

export interface DefinedVersion {
  readonly name: string;
  readonly served: boolean;
  readonly storage: boolean;
  readonly deprecated?: boolean;
  readonly deprecationWarning?: string;
  readonly schema?: { readonly openAPIV3Schema?: object };
  readonly subresources?: { readonly status?: object; readonly scale?: ScalePaths };
  readonly additionalPrinterColumns?: readonly PrinterColumn[];
}

/** Where a kind that can be scaled keeps what `/scale` shows; JSONPaths. */
export interface ScalePaths {
  readonly specReplicasPath: string;
  readonly statusReplicasPath: string;
  readonly labelSelectorPath?: string;
}

export const definitionKind = kindNamed<CustomResourceDefinition>(
  "customresourcedefinitions",
  "apiextensions.k8s.io",
);

/** Keeps a definition until the last of its objects is gone. */
export const cleanupFinalizer = "customresourcecleanup.apiextensions.k8s.io";

/** The status of a definition whose names nobody else has: from here on its kind is served. */
export function establishedStatus(
  { names, versions }: CustomResourceDefinition["spec"],
  now: string,
): NonNullable<CustomResourceDefinition["status"]> {
  return {
    acceptedNames: { ...names, listKind: names.listKind ?? `${names.kind}List` },
    conditions: [
      {
        type: "NamesAccepted",
        status: "True",
        lastTransitionTime: now,
        reason: "NoConflicts",
        message: "no conflicts found",
      },
      {
        type: "Established",
        status: "True",
        lastTransitionTime: now,
        reason: "InitialNamesAccepted",
        message: "the initial names have been accepted",
      },
    ],
    storedVersions: versions.filter(({ storage }) => storage).map(({ name }) => name),
  };
}
