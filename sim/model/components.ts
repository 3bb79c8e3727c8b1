/** KubeVirt's system components, by the value of their pods' `kubevirt.io` label. */
export const componentKinds = ["virt-handler", "virt-controller", "virt-api", "virt-operator"] as const;
export type ComponentKind = (typeof componentKinds)[number];

/** What a monitoring stack runs in the cluster beside KubeVirt, by the name of its Deployment. */
export const companionKinds = ["kube-state-metrics"] as const;
export type CompanionKind = (typeof companionKinds)[number];

/** Every kind of pod that has a process here. */
export const programKinds = [...componentKinds, ...companionKinds] as const;
export type ProgramKind = (typeof programKinds)[number];

/** The release imitated. `legacy` has the names and the `domain` label of the original monitoring guide. */
export const kubeVirtVersions = ["legacy", "v1.9"] as const;
export type KubeVirtVersion = (typeof kubeVirtVersions)[number];

/** What KubeVirt runs on: a plain Kubernetes with a kube-prometheus, or OpenShift (and OKD) with its own stack. */
export const platforms = ["kubernetes", "openshift"] as const;
export type Platform = (typeof platforms)[number];

/** The full release whose images run, e.g. `v1.9.0`; `legacy` names the last of that shape. */
export function releaseOf(version: KubeVirtVersion): string {
  return version === "legacy" ? "v0.31.0" : `${version}.0`;
}
