/** The release of kube-state-metrics imitated. */
export const stateMetricsVersion = "v2.15.0";

/** What it is told to watch (`--resources`), in the order in which it prints it. */
export const shownResources = [
  "daemonsets",
  "deployments",
  "nodes",
  "persistentvolumeclaims",
  "pods",
] as const;

/**
 * The families it is told to show (`--metric-allowlist`), in the order in which it prints them: those that
 * KubeVirt's rules, alerts and dashboards are made of. It has many more.
 */
export const shownFamilies = [
  "kube_daemonset_status_desired_number_scheduled",
  "kube_daemonset_status_number_ready",
  "kube_deployment_spec_replicas",
  "kube_node_info",
  "kube_node_labels",
  "kube_node_role",
  "kube_node_spec_unschedulable",
  "kube_node_status_allocatable",
  "kube_node_status_capacity",
  "kube_persistentvolumeclaim_labels",
  "kube_persistentvolumeclaim_info",
  "kube_persistentvolumeclaim_resource_requests_storage_bytes",
  "kube_pod_container_resource_requests",
  "kube_pod_info",
  "kube_pod_labels",
  "kube_pod_status_phase",
  "kube_pod_status_ready",
] as const;

/**
 * Which labels of objects become labels of series, by resource: those that KubeVirt's rules and dashboards
 * look for. It shows none that it is not told to (`--metric-labels-allowlist`).
 */
export const allowedLabels = {
  nodes: ["kubevirt.io/schedulable"],
  persistentvolumeclaims: ["restore.kubevirt.io/source-vm-name", "restore.kubevirt.io/source-vm-namespace"],
  pods: ["kubevirt.io", "vm.kubevirt.io/name"],
} as const satisfies Readonly<Partial<Record<(typeof shownResources)[number], readonly string[]>>>;
