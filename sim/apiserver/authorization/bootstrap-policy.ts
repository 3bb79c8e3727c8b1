import { clusterRoleBindingKind, clusterRoleKind, type PolicyRule } from "../../store/objects/rbac.ts";
import type { Store } from "../../store/store.ts";
import { authenticatedGroup, mastersGroup, unauthenticatedGroup } from "../identity.ts";

const group = "rbac.authorization.k8s.io";
const labels = { "kubernetes.io/bootstrapping": "rbac-defaults" };

const read = ["get", "list", "watch"];
const write = ["create", "delete", "deletecollection", "patch", "update"];
const anything = ["*"];

const healthPaths = ["/healthz", "/livez", "/readyz", "/version", "/version/"];
const discoveryPaths = ["/api", "/api/*", "/apis", "/apis/*", "/openapi", "/openapi/*"];

/** What people who work with workloads see and change; secrets and RBAC itself are not in it. */
const workloadRules = (verbs: readonly string[]): PolicyRule[] => [
  {
    apiGroups: [""],
    resources: [
      "configmaps",
      "endpoints",
      "persistentvolumeclaims",
      "pods",
      "replicationcontrollers",
      "serviceaccounts",
      "services",
    ],
    verbs,
  },
  {
    apiGroups: ["apps"],
    resources: ["daemonsets", "deployments", "deployments/scale", "replicasets", "statefulsets"],
    verbs,
  },
  { apiGroups: ["batch"], resources: ["cronjobs", "jobs"], verbs },
  { apiGroups: ["networking.k8s.io"], resources: ["ingresses", "networkpolicies"], verbs },
  { apiGroups: ["policy"], resources: ["poddisruptionbudgets"], verbs },
];

const viewRules: readonly PolicyRule[] = [
  ...workloadRules(read),
  {
    apiGroups: [""],
    resources: ["events", "limitranges", "namespaces", "pods/log", "pods/status", "resourcequotas"],
    verbs: read,
  },
  { apiGroups: ["discovery.k8s.io"], resources: ["endpointslices"], verbs: read },
];

const editRules: readonly PolicyRule[] = [
  ...viewRules,
  ...workloadRules(write),
  { apiGroups: [""], resources: ["secrets"], verbs: [...read, ...write] },
  { apiGroups: [""], resources: ["pods/eviction", "serviceaccounts/token"], verbs: ["create"] },
  { apiGroups: ["coordination.k8s.io"], resources: ["leases"], verbs: [...read, ...write] },
];

/** The roles that every API server makes sure of when it starts, as far as something here needs them. */
const roles: Readonly<Record<string, readonly PolicyRule[]>> = {
  "cluster-admin": [
    { apiGroups: anything, resources: anything, verbs: anything },
    { nonResourceURLs: anything, verbs: anything },
  ],
  admin: [
    ...editRules,
    { apiGroups: [group], resources: ["rolebindings", "roles"], verbs: [...read, ...write] },
    { apiGroups: ["authorization.k8s.io"], resources: ["localsubjectaccessreviews"], verbs: ["create"] },
  ],
  edit: editRules,
  view: viewRules,
  "system:discovery": [{ nonResourceURLs: [...discoveryPaths, ...healthPaths], verbs: ["get"] }],
  "system:public-info-viewer": [{ nonResourceURLs: healthPaths, verbs: ["get"] }],
  "system:basic-user": [
    {
      apiGroups: ["authorization.k8s.io"],
      resources: ["selfsubjectaccessreviews", "selfsubjectrulesreviews"],
      verbs: ["create"],
    },
    { apiGroups: ["authentication.k8s.io"], resources: ["selfsubjectreviews"], verbs: ["create"] },
  ],
  "system:monitoring": [
    { nonResourceURLs: ["/metrics", "/metrics/*", ...healthPaths, "/livez/*", "/readyz/*"], verbs: ["get"] },
  ],
};

const bindings: Readonly<Record<string, readonly string[]>> = {
  "cluster-admin": [mastersGroup],
  "system:discovery": [authenticatedGroup],
  "system:basic-user": [authenticatedGroup],
  "system:public-info-viewer": [authenticatedGroup, unauthenticatedGroup],
  "system:monitoring": ["system:monitoring"],
};

/** The roles that take in what others bring for them, as KubeVirt does for its VMs. */
const aggregating: ReadonlySet<string> = new Set(["admin", "edit", "view"]);

/** Adds those of the default roles and bindings that are not there. */
export function ensureBootstrapPolicy(store: Store): void {
  for (const [name, rules] of Object.entries(roles)) {
    if (store.get(clusterRoleKind, undefined, name) !== undefined) continue;
    store.create(clusterRoleKind, {
      apiVersion: `${group}/v1`,
      kind: "ClusterRole",
      metadata: { name, labels },
      rules,
      ...(aggregating.has(name) ? { aggregationRule: aggregationOf(name) } : {}),
    });
  }
  for (const [name, groups] of Object.entries(bindings)) {
    if (store.get(clusterRoleBindingKind, undefined, name) !== undefined) continue;
    store.create(clusterRoleBindingKind, {
      apiVersion: `${group}/v1`,
      kind: "ClusterRoleBinding",
      metadata: { name, labels },
      roleRef: { apiGroup: group, kind: "ClusterRole", name },
      subjects: groups.map((member) => ({ kind: "Group", name: member, apiGroup: group })),
    });
  }
}

function aggregationOf(name: string) {
  return { clusterRoleSelectors: [{ matchLabels: { [`${group}/aggregate-to-${name}`]: "true" } }] };
}
