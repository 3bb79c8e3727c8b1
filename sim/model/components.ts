/** KubeVirt's system components, by the value of their pods' `kubevirt.io` label. */
export const componentKinds = ["virt-handler", "virt-controller", "virt-api", "virt-operator"] as const;
export type ComponentKind = (typeof componentKinds)[number];

/** The release imitated. `legacy` has the names and the `domain` label of the original monitoring guide. */
export const kubeVirtVersions = ["legacy", "v1.9"] as const;
export type KubeVirtVersion = (typeof kubeVirtVersions)[number];
