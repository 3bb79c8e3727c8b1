import type { KubeVirtVersion } from "../model/components.ts";
import { kubeVirtNamespace } from "../store/bootstrap/service-accounts.ts";
import { kindNamed } from "../store/kinds.ts";
import type { KubeObject } from "../store/object.ts";
import { nodeKind, type Node } from "../store/objects/node.ts";
import {
  migrationTargetLabel,
  nodeNameLabel,
  virtualMachineInstanceKind,
  type VirtualMachineInstance,
} from "../store/objects/virtual-machine.ts";
import type { WatchedResource } from "./informer/watched-resource.ts";

/** All objects of a kind, in every namespace. */
export function everywhere<T extends KubeObject = KubeObject>(
  plural: string,
  group = "",
): WatchedResource<T> {
  return { kind: kindNamed<T>(plural, group) };
}

/** Those in KubeVirt's own namespace. */
function inKubeVirtNamespace(plural: string, group = ""): WatchedResource {
  return { ...everywhere(plural, group), namespace: kubeVirtNamespace };
}

/** The one with this name. */
export function named<T extends KubeObject>(name: string, resource: WatchedResource<T>): WatchedResource<T> {
  return { ...resource, fieldSelector: `metadata.name=${name}` };
}

/** What every component reads before anything else: KubeVirt's configuration, and which APIs there are. */
export const kubeVirts = everywhere("kubevirts", "kubevirt.io");
export const definitions = everywhere("customresourcedefinitions", "apiextensions.k8s.io");
export const configuration: readonly WatchedResource[] = [kubeVirts, definitions];
export const caConfigMap = named("kubevirt-ca", inKubeVirtNamespace("configmaps"));

const instances: WatchedResource<VirtualMachineInstance> = { kind: virtualMachineInstanceKind };

/** The VMIs of a node, as its virt-handler selects them. */
export function instancesOn(nodeName: string): WatchedResource<VirtualMachineInstance> {
  return { ...instances, labelSelector: `${nodeNameLabel} in (${nodeName})` };
}

/** The VMIs that are on their way to a node. */
export function instancesMovingTo(nodeName: string): WatchedResource<VirtualMachineInstance> {
  return { ...instances, labelSelector: `${migrationTargetLabel} in (${nodeName})` };
}

/** The node of this name. */
export function nodeNamed(nodeName: string): WatchedResource<Node> {
  return named(nodeName, { kind: nodeKind });
}

/** What virt-handler watches beside those, its node and KubeVirt's configuration. */
export function watchedByVirtHandler(version: KubeVirtVersion): readonly WatchedResource[] {
  const always = [definitions, caConfigMap];
  if (version === "legacy") return always;
  return [
    ...always,
    instances,
    everywhere("virtualmachinebackuptrackers", "backup.kubevirt.io"),
    everywhere("plugins", "plugins.kubevirt.io"),
  ];
}

/**
 * What the leading virt-controller watches beside KubeVirt's configuration. On a cluster with CDI and on
 * OpenShift there would be their kinds too.
 */
export const watchedByVirtController: readonly WatchedResource[] = [
  instances,
  everywhere("virtualmachines", "kubevirt.io"),
  everywhere("virtualmachineinstancemigrations", "kubevirt.io"),
  everywhere("virtualmachineinstancereplicasets", "kubevirt.io"),
  everywhere("virtualmachinepools", "pool.kubevirt.io"),
  everywhere("pods"),
  everywhere("nodes"),
  everywhere("namespaces"),
  everywhere("persistentvolumeclaims"),
  everywhere("poddisruptionbudgets", "policy"),
  everywhere("controllerrevisions", "apps"),
  everywhere("resourcequotas"),
  everywhere("storageclasses", "storage.k8s.io"),
  inKubeVirtNamespace("configmaps"),
  everywhere("secrets"),
  everywhere("services"),
  everywhere("virtualmachineinstancetypes", "instancetype.kubevirt.io"),
  everywhere("virtualmachineclusterinstancetypes", "instancetype.kubevirt.io"),
  everywhere("virtualmachinepreferences", "instancetype.kubevirt.io"),
  everywhere("virtualmachineclusterpreferences", "instancetype.kubevirt.io"),
  everywhere("migrationpolicies", "migrations.kubevirt.io"),
  everywhere("virtualmachineclones", "clone.kubevirt.io"),
  everywhere("virtualmachineexports", "export.kubevirt.io"),
  everywhere("virtualmachinesnapshots", "snapshot.kubevirt.io"),
  everywhere("virtualmachinesnapshotcontents", "snapshot.kubevirt.io"),
  everywhere("virtualmachinerestores", "snapshot.kubevirt.io"),
  everywhere("virtualmachinebackups", "backup.kubevirt.io"),
  everywhere("virtualmachinebackuptrackers", "backup.kubevirt.io"),
  everywhere("ingresses", "networking.k8s.io"),
];

/** Caches that have to be in before a virt-controller says that it leads. */
export const awaitedByLeader: readonly WatchedResource[] = [
  everywhere("persistentvolumeclaims"),
  everywhere("namespaces"),
  everywhere("resourcequotas"),
];

/** What virt-api's webhooks look things up in. */
export const watchedByVirtApi: readonly WatchedResource[] = [
  caConfigMap,
  everywhere("virtualmachineinstancemigrations", "kubevirt.io"),
  everywhere("virtualmachineinstancepresets", "kubevirt.io"),
  everywhere("virtualmachinerestores", "snapshot.kubevirt.io"),
  everywhere("namespaces"),
];

/** What virt-operator has installed and keeps as it is. */
export const watchedByVirtOperator: readonly WatchedResource[] = [
  inKubeVirtNamespace("serviceaccounts"),
  everywhere("clusterroles", "rbac.authorization.k8s.io"),
  everywhere("clusterrolebindings", "rbac.authorization.k8s.io"),
  inKubeVirtNamespace("roles", "rbac.authorization.k8s.io"),
  inKubeVirtNamespace("rolebindings", "rbac.authorization.k8s.io"),
  inKubeVirtNamespace("services"),
  inKubeVirtNamespace("deployments", "apps"),
  inKubeVirtNamespace("daemonsets", "apps"),
  everywhere("validatingwebhookconfigurations", "admissionregistration.k8s.io"),
  everywhere("mutatingwebhookconfigurations", "admissionregistration.k8s.io"),
  everywhere("validatingadmissionpolicies", "admissionregistration.k8s.io"),
  everywhere("validatingadmissionpolicybindings", "admissionregistration.k8s.io"),
  everywhere("apiservices", "apiregistration.k8s.io"),
  inKubeVirtNamespace("configmaps"),
  inKubeVirtNamespace("jobs", "batch"),
  inKubeVirtNamespace("pods"),
  inKubeVirtNamespace("poddisruptionbudgets", "policy"),
  named(kubeVirtNamespace, everywhere("namespaces")),
  inKubeVirtNamespace("secrets"),
  everywhere("servicemonitors", "monitoring.coreos.com"),
  everywhere("prometheusrules", "monitoring.coreos.com"),
];

/** Those that the release has: of KubeVirt's API groups `legacy` knows the first alone. */
export function inRelease(
  version: KubeVirtVersion,
  resources: readonly WatchedResource[],
): readonly WatchedResource[] {
  return version === "legacy"
    ? resources.filter(({ kind }) => !kind.group.endsWith(".kubevirt.io"))
    : resources;
}
