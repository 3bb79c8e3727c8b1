import { timestampAt } from "../../clock/clock.ts";
import { kinds } from "../kinds.ts";
import { definitionDraft, definitionKind } from "../objects/custom-resource-definition.ts";
import { clusterRoleBindingKind, clusterRoleKind } from "../objects/rbac.ts";
import type { Store } from "../store.ts";
import { ensureNamespace, ensureServiceAccount } from "./kubernetes.ts";

/** The account that Prometheus itself runs as, beside the one that KubeVirt grants its rights to. */
export const discoveryAccount = "prometheus";

const read = ["get", "list", "watch"];
const rbacGroup = "rbac.authorization.k8s.io";

/**
 * What prometheus-operator brings into a cluster: its kinds, its namespace, KubeVirt's monitor account
 * without any rights, and Prometheus' own account, which finds targets in all namespaces.
 */
export function installMonitoringStack(store: Store, namespace: string, monitorAccount: string): void {
  ensureNamespace(store, namespace);
  ensureServiceAccount(store, namespace, monitorAccount);
  ensureServiceAccount(store, namespace, discoveryAccount);
  const now = timestampAt(store.clock, store.clock.now());
  for (const kind of kinds.values()) {
    if (kind.group === "monitoring.coreos.com")
      store.create(
        definitionKind,
        definitionDraft(kind, now, { "app.kubernetes.io/name": "prometheus-operator" }),
      );
  }
  store.create(clusterRoleKind, {
    apiVersion: `${rbacGroup}/v1`,
    kind: "ClusterRole",
    metadata: { name: discoveryAccount },
    rules: [
      {
        apiGroups: [""],
        resources: ["nodes", "nodes/metrics", "services", "endpoints", "pods"],
        verbs: read,
      },
      { apiGroups: [""], resources: ["namespaces"], verbs: read },
      { apiGroups: [""], resources: ["configmaps"], verbs: ["get"] },
      { apiGroups: ["discovery.k8s.io"], resources: ["endpointslices"], verbs: read },
      { apiGroups: ["networking.k8s.io"], resources: ["ingresses"], verbs: read },
      { nonResourceURLs: ["/metrics", "/metrics/slis"], verbs: ["get"] },
    ],
  });
  store.create(clusterRoleBindingKind, {
    apiVersion: `${rbacGroup}/v1`,
    kind: "ClusterRoleBinding",
    metadata: { name: discoveryAccount },
    roleRef: { apiGroup: rbacGroup, kind: "ClusterRole", name: discoveryAccount },
    subjects: [{ kind: "ServiceAccount", name: discoveryAccount, namespace }],
  });
}
