import { kindKey, type Kind } from "../store/kinds.ts";

/** A part of an object that has a path of its own: `pods/log`, `deployments/scale`. */
export interface Subresource {
  readonly name: string;
  /** The kind that is sent to it or comes from it, if it is not the object's own. */
  readonly kind?: { readonly group: string; readonly version: string; readonly kind: string };
  readonly verbs: readonly string[];
}

export const statusSubresource: Subresource = { name: "status", verbs: ["get", "patch", "update"] };

export const scaleSubresource: Subresource = {
  name: "scale",
  kind: { group: "autoscaling", version: "v1", kind: "Scale" },
  verbs: ["get", "patch", "update"],
};

const proxy: Subresource = { name: "proxy", verbs: ["create", "delete", "get", "patch", "update"] };

const own: Readonly<Record<string, readonly Subresource[]>> = {
  "nodes.": [proxy],
  "services.": [proxy],
  "pods.": [
    { name: "attach", verbs: ["create", "get"] },
    { name: "exec", verbs: ["create", "get"] },
    { name: "portforward", verbs: ["create", "get"] },
    proxy,
    { name: "binding", kind: { group: "", version: "v1", kind: "Binding" }, verbs: ["create"] },
    { name: "eviction", kind: { group: "policy", version: "v1", kind: "Eviction" }, verbs: ["create"] },
    { name: "log", verbs: ["get"] },
  ],
  "certificatesigningrequests.certificates.k8s.io": [{ name: "approval", verbs: ["get", "patch", "update"] }],
  "serviceaccounts.": [
    {
      name: "token",
      kind: { group: "authentication.k8s.io", version: "v1", kind: "TokenRequest" },
      verbs: ["create"],
    },
  ],
};

/** The kinds that have `/status`: a write to the object leaves its status alone, one to `/status` the rest. */
const withStatus: ReadonlySet<string> = new Set([
  "namespaces.",
  "nodes.",
  "persistentvolumeclaims.",
  "persistentvolumes.",
  "pods.",
  "replicationcontrollers.",
  "resourcequotas.",
  "services.",
  "customresourcedefinitions.apiextensions.k8s.io",
  "apiservices.apiregistration.k8s.io",
  "validatingadmissionpolicies.admissionregistration.k8s.io",
  "daemonsets.apps",
  "deployments.apps",
  "replicasets.apps",
  "statefulsets.apps",
  "cronjobs.batch",
  "jobs.batch",
  "certificatesigningrequests.certificates.k8s.io",
  "ingresses.networking.k8s.io",
  "poddisruptionbudgets.policy",
]);

const withScale: ReadonlySet<string> = new Set([
  "replicationcontrollers.",
  "deployments.apps",
  "replicasets.apps",
  "statefulsets.apps",
]);

/** The subresources of a kind that Kubernetes itself brings. */
export function builtInSubresources(kind: Kind): readonly Subresource[] {
  const key = kindKey(kind.group, kind.plural);
  return [
    ...(withStatus.has(key) ? [statusSubresource] : []),
    ...(withScale.has(key) ? [scaleSubresource] : []),
    ...(own[key] ?? []),
  ];
}
