import { kindNamed, type Kind } from "../kinds.ts";
import type { Draft, KubeObject } from "../object.ts";
import type { Condition } from "./conditions.ts";
import { definedVersionsOf, type DefinedVersion } from "./defined-versions.ts";

export interface CustomResourceDefinition extends KubeObject {
  readonly spec: {
    readonly group: string;
    readonly scope: "Namespaced" | "Cluster";
    readonly names: Names;
    readonly versions: readonly DefinedVersion[];
    readonly [field: string]: unknown;
  };
  readonly status: {
    readonly acceptedNames: Names;
    readonly conditions: readonly Condition[];
    readonly storedVersions: readonly string[];
  };
}

interface Names {
  readonly plural: string;
  readonly singular: string;
  readonly kind: string;
  readonly listKind: string;
  readonly shortNames?: readonly string[];
  readonly categories?: readonly string[];
}

export const definitionKind = kindNamed<CustomResourceDefinition>(
  "customresourcedefinitions",
  "apiextensions.k8s.io",
);

/** Keeps a definition until the last of its objects is gone. */
export const cleanupFinalizer = "customresourcecleanup.apiextensions.k8s.io";

/** `plural.group`, as definitions are named. */
export function definitionName({ plural, group }: Kind): string {
  return `${plural}.${group}`;
}

/** The definition of a kind that an operator brings, established at `now` (RFC 3339). */
export function definitionDraft(
  kind: Kind,
  now: string,
  labels: Readonly<Record<string, string>>,
): Draft<CustomResourceDefinition> {
  const names: Names = {
    plural: kind.plural,
    singular: kind.singular,
    kind: kind.kind,
    listKind: `${kind.kind}List`,
    ...(kind.shortNames.length === 0 ? {} : { shortNames: kind.shortNames }),
    ...(kind.categories.length === 0 ? {} : { categories: kind.categories }),
  };
  const holds = (type: string, reason: string, message: string): Condition => ({
    type,
    status: "True",
    lastTransitionTime: now,
    reason,
    message,
  });
  return {
    apiVersion: "apiextensions.k8s.io/v1",
    kind: "CustomResourceDefinition",
    metadata: { name: definitionName(kind), labels, finalizers: [cleanupFinalizer] },
    spec: {
      group: kind.group,
      scope: kind.namespaced ? "Namespaced" : "Cluster",
      names,
      conversion: { strategy: "None" },
      versions: definedVersionsOf(kind),
    },
    status: {
      acceptedNames: names,
      conditions: [
        holds("NamesAccepted", "NoConflicts", "no conflicts found"),
        holds("Established", "InitialNamesAccepted", "the initial names have been accepted"),
      ],
      storedVersions: [kind.version],
    },
  };
}
