/** Which objects Prometheus finds the targets in. */
export type DiscoveryRole = "endpoints" | "endpointslice" | "pod";

/** A Service that is scraped. */
export interface ScrapedService {
  readonly name: string;
  /** The label, on it and on its pods, by which it is known. */
  readonly label: { readonly name: string; readonly value: string };
  readonly portName: string;
}

export interface RelabelConfig {
  readonly action?: "keep" | "drop" | "labeldrop";
  readonly source_labels?: readonly string[];
  readonly separator?: string;
  readonly regex?: string;
  readonly replacement?: string;
  readonly target_label?: string;
}

const meta = "__meta_kubernetes";

/**
 * What prometheus-operator makes of a ServiceMonitor, whichever objects the targets are found in: which of
 * them to keep, and the same target labels.
 */
export function targetRelabelling(service: ScrapedService, role: DiscoveryRole): RelabelConfig[] {
  return [
    ...(role === "pod" ? podsOfService(service) : addressesOfService(service, role)),
    { source_labels: [`${meta}_namespace`], target_label: "namespace" },
    ...serviceLabels(service, role),
    { source_labels: [`${meta}_pod_name`], target_label: "pod" },
    { source_labels: [`${meta}_pod_container_name`], target_label: "container" },
    { action: "drop", source_labels: [`${meta}_pod_phase`], regex: "(Failed|Succeeded)" },
    { target_label: "endpoint", replacement: service.portName },
  ];
}

/** The addresses of Services with the label, as the operator selects them. */
function addressesOfService(service: ScrapedService, role: Exclude<DiscoveryRole, "pod">): RelabelConfig[] {
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
    keepLabelled(service, "service"),
    { action: "keep", source_labels: [`${address}_port_name`], regex: service.portName },
    named("Node", "node"),
    named("Pod", "pod"),
  ];
}

/** The pods that the Service selects: discovery tells nothing about Services when it looks at pods. */
function podsOfService(service: ScrapedService): RelabelConfig[] {
  return [
    keepLabelled(service, "pod"),
    { action: "keep", source_labels: [`${meta}_pod_container_port_name`], regex: service.portName },
  ];
}

/** An empty value looks like no label at all, hence `labelpresent`. */
function keepLabelled({ label: { name, value } }: ScrapedService, object: "service" | "pod"): RelabelConfig {
  const label = name.replace(/[^a-zA-Z0-9_]/g, "_");
  return {
    action: "keep",
    source_labels: [`${meta}_${object}_label_${label}`, `${meta}_${object}_labelpresent_${label}`],
    regex: `(${value});true`,
  };
}

function serviceLabels({ name }: ScrapedService, role: DiscoveryRole): RelabelConfig[] {
  if (role === "pod") {
    return ["service", "job"].map((label) => ({ target_label: label, replacement: name }));
  }
  const source_labels = [`${meta}_service_name`];
  return [
    { source_labels, target_label: "service" },
    { source_labels, replacement: "${1}", target_label: "job" },
  ];
}
