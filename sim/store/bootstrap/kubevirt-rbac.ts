import { componentKinds, type ComponentKind } from "../../model/components.ts";
import type { Draft } from "../object.ts";
import {
  clusterRoleBindingKind,
  clusterRoleKind,
  type PolicyRule,
  type Role,
  type RoleBinding,
} from "../objects/rbac.ts";
import type { Store } from "../store.ts";
import { ensureServiceAccount } from "./kubernetes.ts";
import { kubeVirtNamespace, serviceAccounts } from "./service-accounts.ts";

const read = ["get", "list", "watch"];
const write = ["create", "update", "patch", "delete"];
const rbacGroup = "rbac.authorization.k8s.io";

/** What every component may do: read the configuration of KubeVirt, hold leases, record events. */
const common: readonly PolicyRule[] = [
  { apiGroups: ["kubevirt.io"], resources: ["kubevirts"], verbs: read },
  { apiGroups: ["apiextensions.k8s.io"], resources: ["customresourcedefinitions"], verbs: read },
  { apiGroups: [""], resources: ["configmaps", "namespaces"], verbs: read },
  { apiGroups: [""], resources: ["events"], verbs: ["create", "update", "patch"] },
  { apiGroups: ["coordination.k8s.io"], resources: ["leases"], verbs: [...read, ...write] },
];

const everyKubeVirtGroup = [
  "kubevirt.io",
  "backup.kubevirt.io",
  "clone.kubevirt.io",
  "export.kubevirt.io",
  "instancetype.kubevirt.io",
  "migrations.kubevirt.io",
  "plugins.kubevirt.io",
  "pool.kubevirt.io",
  "snapshot.kubevirt.io",
  "subresources.kubevirt.io",
];

const rules: Readonly<Record<ComponentKind, readonly PolicyRule[]>> = {
  "virt-handler": [
    {
      apiGroups: ["kubevirt.io"],
      resources: ["virtualmachineinstances"],
      verbs: ["update", "patch", ...read],
    },
    { apiGroups: ["backup.kubevirt.io"], resources: ["virtualmachinebackuptrackers"], verbs: read },
    { apiGroups: ["plugins.kubevirt.io"], resources: ["plugins"], verbs: read },
    { apiGroups: [""], resources: ["nodes"], verbs: ["patch", "update", ...read] },
    { apiGroups: [""], resources: ["secrets", "persistentvolumeclaims"], verbs: ["get"] },
  ],
  "virt-controller": [
    { apiGroups: everyKubeVirtGroup, resources: ["*"], verbs: ["*"] },
    {
      apiGroups: [""],
      resources: ["pods", "pods/eviction", "pods/status", "persistentvolumeclaims", "services", "secrets"],
      verbs: [...read, ...write],
    },
    { apiGroups: [""], resources: ["nodes"], verbs: ["patch", "update", ...read] },
    { apiGroups: [""], resources: ["resourcequotas", "serviceaccounts"], verbs: read },
    { apiGroups: ["policy"], resources: ["poddisruptionbudgets"], verbs: [...read, ...write] },
    { apiGroups: ["apps"], resources: ["controllerrevisions", "deployments"], verbs: [...read, ...write] },
    { apiGroups: ["storage.k8s.io"], resources: ["storageclasses"], verbs: read },
    {
      apiGroups: ["networking.k8s.io", "route.openshift.io"],
      resources: ["ingresses", "routes"],
      verbs: read,
    },
    { apiGroups: ["cdi.kubevirt.io"], resources: ["*"], verbs: ["*"] },
  ],
  "virt-api": [
    { apiGroups: everyKubeVirtGroup, resources: ["*"], verbs: ["*"] },
    { apiGroups: [""], resources: ["pods", "nodes", "limitranges", "persistentvolumeclaims"], verbs: read },
    { apiGroups: ["authorization.k8s.io"], resources: ["subjectaccessreviews"], verbs: ["create"] },
  ],
  "virt-operator": [{ apiGroups: ["*"], resources: ["*"], verbs: ["*"] }],
};

/** ServiceAccounts of the components, with ClusterRoles that let them do what they do. */
export function installComponentRbac(store: Store): void {
  for (const component of componentKinds) {
    const name = serviceAccounts[component];
    const labels = { "kubevirt.io": "" };
    ensureServiceAccount(store, kubeVirtNamespace, name, labels);
    store.create(clusterRoleKind, {
      apiVersion: `${rbacGroup}/v1`,
      kind: "ClusterRole",
      metadata: { name, labels },
      rules: [...common, ...rules[component]],
    });
    store.create(clusterRoleBindingKind, {
      apiVersion: `${rbacGroup}/v1`,
      kind: "ClusterRoleBinding",
      metadata: { name, labels },
      roleRef: { apiGroup: rbacGroup, kind: "ClusterRole", name },
      subjects: [{ kind: "ServiceAccount", name, namespace: kubeVirtNamespace }],
    });
  }
}

/** What KubeVirt lets everyone ask of virt-api. */
export function installPublicRole(store: Store): void {
  const metadata = { name: "kubevirt.io:default", labels: { "kubevirt.io": "" } };
  store.create(clusterRoleKind, {
    apiVersion: `${rbacGroup}/v1`,
    kind: "ClusterRole",
    metadata,
    rules: [
      {
        apiGroups: ["subresources.kubevirt.io"],
        resources: ["version", "guestfs", "healthz"],
        verbs: ["get", "list"],
      },
    ],
  });
  store.create(clusterRoleBindingKind, {
    apiVersion: `${rbacGroup}/v1`,
    kind: "ClusterRoleBinding",
    metadata,
    roleRef: { apiGroup: rbacGroup, kind: "ClusterRole", name: metadata.name },
    subjects: ["system:authenticated", "system:unauthenticated"].map((name) => ({
      kind: "Group",
      name,
      apiGroup: rbacGroup,
    })),
  });
}

const monitoringMetadata = {
  name: "kubevirt-monitoring",
  namespace: kubeVirtNamespace,
  labels: { "kubevirt.io": "" },
};

/** What virt-operator lets the monitoring stack read in KubeVirt's namespace, and no more. */
export function monitoringRole(): Draft<Role> {
  return {
    apiVersion: `${rbacGroup}/v1`,
    kind: "Role",
    metadata: monitoringMetadata,
    rules: [{ apiGroups: [""], resources: ["services", "endpoints", "pods"], verbs: read }],
  };
}

export function monitoringRoleBinding(monitorNamespace: string, monitorAccount: string): Draft<RoleBinding> {
  return {
    apiVersion: `${rbacGroup}/v1`,
    kind: "RoleBinding",
    metadata: monitoringMetadata,
    roleRef: { apiGroup: rbacGroup, kind: "Role", name: monitoringMetadata.name },
    subjects: [{ kind: "ServiceAccount", name: monitorAccount, namespace: monitorNamespace }],
  };
}
