import { timestampAt } from "../../clock/clock.ts";
import { kindKey, kinds, type Kind } from "../../store/kinds.ts";
import type { Draft } from "../../store/object.ts";
import type { Store } from "../../store/store.ts";
import { kubeVirtPrinterColumns } from "../tables/kubevirt.ts";
import {
  cleanupFinalizer,
  definitionKind,
  establishedStatus,
  type CustomResourceDefinition,
  type DefinedVersion,
} from "./definition.ts";

/** Older and newer names under which some groups serve the same objects, beside the one they are kept in. */
const otherVersions: Readonly<Record<string, readonly string[]>> = {
  "kubevirt.io": ["v1alpha3"],
  "clone.kubevirt.io": ["v1alpha1"],
  "export.kubevirt.io": ["v1"],
  "pool.kubevirt.io": ["v1alpha1"],
  "snapshot.kubevirt.io": ["v1alpha1"],
};

/** KubeVirt's kinds without `/status`: their status is written with the object, or they have none. */
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

const scale = {
  specReplicasPath: ".spec.replicas",
  statusReplicasPath: ".status.replicas",
  labelSelectorPath: ".status.labelSelector",
};

/** Adds the definitions of the kinds that KubeVirt and prometheus-operator bring, where they are missing. */
export function ensureDefinitions(store: Store, isBuiltIn: (kind: Kind) => boolean): void {
  const now = timestampAt(store.clock, store.clock.now());
  for (const kind of kinds.values()) {
    const name = kindKey(kind.group, kind.plural);
    if (isBuiltIn(kind) || store.get(definitionKind, undefined, name) !== undefined) continue;
    store.create(definitionKind, draftOf(kind, now));
  }
}

function draftOf(kind: Kind, now: string): Draft<CustomResourceDefinition> {
  const { group, plural, singular, shortNames, categories } = kind;
  const spec: CustomResourceDefinition["spec"] = {
    conversion: { strategy: "None" },
    group,
    names: {
      kind: kind.kind,
      listKind: `${kind.kind}List`,
      plural,
      singular,
      ...(shortNames.length === 0 ? {} : { shortNames }),
      ...(categories.length === 0 ? {} : { categories }),
    },
    scope: kind.namespaced ? "Namespaced" : "Cluster",
    versions: [kind.version, ...(otherVersions[group] ?? [])].map((version, index) =>
      versionOf(kind, version, index === 0),
    ),
  };
  return {
    apiVersion: "apiextensions.k8s.io/v1",
    kind: "CustomResourceDefinition",
    metadata: {
      name: kindKey(group, plural),
      ...(group.endsWith("kubevirt.io")
        ? { labels: { "app.kubernetes.io/managed-by": "virt-operator" } }
        : {}),
      finalizers: [cleanupFinalizer],
    },
    spec,
    status: establishedStatus(spec, now),
  };
}

function versionOf({ group, plural }: Kind, name: string, storage: boolean): DefinedVersion {
  const key = kindKey(group, plural);
  const columns = kubeVirtPrinterColumns[plural];
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
