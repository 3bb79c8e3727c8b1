import type { KubeVirtVersion } from "../model/components.ts";
import { prometheusLabelValue } from "../store/bootstrap/component-pods.ts";
import { metricsServiceName } from "../store/bootstrap/kubevirt-services.ts";

/** Which objects Prometheus finds the targets in. */
export type DiscoveryRole = "endpoints" | "endpointslice" | "pod";

interface RelabelConfig {
  readonly action?: "keep" | "drop";
  readonly source_labels?: readonly string[];
  readonly separator?: string;
  readonly regex?: string;
  readonly replacement?: string;
  readonly target_label?: string;
}

const portName = "metrics";
const meta = "__meta_kubernetes";

/**
 * What prometheus-operator makes of the ServiceMonitor, whichever objects the targets are found in: which of
 * them to keep, and the same target labels.
 */
export function targetRelabelling(version: KubeVirtVersion, role: DiscoveryRole): RelabelConfig[] {
  return [
    ...(role === "pod" ? podsOfService(version) : addressesOfService(version, role)),
    { source_labels: [`${meta}_namespace`], target_label: "namespace" },
    ...serviceLabels(role),
    { source_labels: [`${meta}_pod_name`], target_label: "pod" },
    { source_labels: [`${meta}_pod_container_name`], target_label: "container" },
    { action: "drop", source_labels: [`${meta}_pod_phase`], regex: "(Failed|Succeeded)" },
    { target_label: "endpoint", replacement: portName },
  ];
}

/** The addresses of Services with KubeVirt's label, as the operator selects them. */
function addressesOfService(version: KubeVirtVersion, role: "endpoints" | "endpointslice"): RelabelConfig[] {
  const address = role === "endpoints" ? `${meta}_endpoint` : `${meta}_endpointslice`;
  const addressTarget = [`${address}_address_target_kind`, `${address}_address_target_name`];
  const named = (kind: string, label: string): RelabelConfig => ({
    source_labels: addressTarget,
    separator: ";",
    regex: `${kind};(.*)`,
    replacement: "${1}",
    target_label: label,
  });
  return [
    keepLabelled(version, "service"),
    { action: "keep", source_labels: [`${address}_port_name`], regex: portName },
    named("Node", "node"),
    named("Pod", "pod"),
  ];
}

/** The pods that the Service selects: discovery tells nothing about Services when it looks at pods. */
function podsOfService(version: KubeVirtVersion): RelabelConfig[] {
  return [
    keepLabelled(version, "pod"),
    { action: "keep", source_labels: [`${meta}_pod_container_port_name`], regex: portName },
  ];
}

/** An empty value looks like no label at all, hence `labelpresent`. */
function keepLabelled(version: KubeVirtVersion, object: "service" | "pod"): RelabelConfig {
  const label = "prometheus_kubevirt_io";
  return {
    action: "keep",
    source_labels: [`${meta}_${object}_label_${label}`, `${meta}_${object}_labelpresent_${label}`],
    regex: `(${prometheusLabelValue(version)});true`,
  };
}

function serviceLabels(role: DiscoveryRole): RelabelConfig[] {
  if (role === "pod") {
    return ["service", "job"].map((label) => ({ target_label: label, replacement: metricsServiceName }));
  }
  const source_labels = [`${meta}_service_name`];
  return [
    { source_labels, target_label: "service" },
    { source_labels, replacement: "${1}", target_label: "job" },
  ];
}
