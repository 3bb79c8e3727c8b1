import { rateLimiterBuckets } from "./buckets.ts";
import { entries } from "./entry.ts";

function perDomain(...more: readonly string[]): readonly string[] {
  return ["domain", "name", "namespace", "node", ...more].toSorted();
}

/** What virt-handler said of its VMIs when the monitoring guide was written: a `domain` label, wrong units. */
export const legacyVirtHandler = entries(
  {
    components: ["virt-handler"],
    type: "gauge",
    unit: "bytes",
    labels: perDomain(),
    since: "v0.20",
    until: "v0.31",
    when: "the domain answers",
  },
  [
    {
      name: "kubevirt_vmi_phase_count",
      unit: "objects",
      labels: ["node", "phase"],
      until: "v0.42",
      when: "for each phase that a VMI of the node is in",
      help: "VMIs of the node in each phase.",
    },
    {
      name: "kubevirt_vmi_memory_available_bytes",
      when: "the guest's balloon driver reports",
      help: "Memory that the guest's operating system can use in all.",
    },
    {
      name: "kubevirt_vmi_memory_resident_bytes",
      help: "Host memory that the VMI's qemu process occupies.",
    },
    {
      name: "kubevirt_vmi_memory_swap_traffic_bytes_total",
      labels: perDomain("type"),
      when: "the guest's balloon driver reports",
      help: "Bytes that the guest has swapped in and out since its boot.",
      notes: "a gauge that only rises; no type=out without type=in",
    },
    {
      name: "kubevirt_vmi_vcpu_seconds",
      unit: "seconds",
      labels: perDomain("id", "state"),
      help: "Time that the vCPU has run, labelled with what it does at the moment.",
      notes: "a gauge that only rises, in whole seconds; state is libvirt's number",
    },
    {
      name: "kubevirt_vmi_storage_iops_total",
      type: "counter",
      unit: "operations",
      labels: perDomain("drive", "type"),
      help: "Requests completed, by direction.",
      notes: "drive is the target device",
    },
    {
      name: "kubevirt_vmi_storage_traffic_bytes_total",
      type: "counter",
      labels: perDomain("drive", "type"),
      help: "Bytes read and written.",
      notes: "drive is the target device",
    },
    {
      name: "kubevirt_vmi_storage_times_ms_total",
      type: "counter",
      unit: "nanoseconds",
      labels: perDomain("drive", "type"),
      help: "Time that requests have taken, added up, by direction.",
      notes: "nanoseconds, in spite of the name; drive is the target device",
    },
    {
      name: "kubevirt_vmi_network_traffic_bytes_total",
      type: "counter",
      labels: perDomain("interface", "type"),
      help: "Bytes received and sent.",
      notes: "interface is the host's device",
    },
    {
      name: "kubevirt_vmi_network_traffic_packets_total",
      type: "counter",
      unit: "packets",
      labels: perDomain("interface", "type"),
      help: "Packets received and sent.",
      notes: "interface is the host's device",
    },
    {
      name: "kubevirt_vmi_network_errors_total",
      type: "counter",
      unit: "packets",
      labels: perDomain("interface", "type"),
      help: "Packets with an error, by direction.",
      notes: "interface is the host's device",
    },
  ],
);

export const legacyComponents = entries(
  { type: "gauge", unit: "bool", labels: [], until: "v0.40", when: "always" },
  [
    {
      name: "leading_virt_controller",
      components: ["virt-controller"],
      since: "v0.26",
      help: "1 on the virt-controller that leads.",
    },
    {
      name: "ready_virt_controller",
      components: ["virt-controller"],
      since: "v0.26",
      help: "1 while this virt-controller is ready to lead.",
    },
    {
      name: "leading_virt_operator",
      components: ["virt-operator"],
      since: "v0.27",
      help: "1 on the virt-operator that leads.",
    },
    {
      name: "ready_virt_operator",
      components: ["virt-operator"],
      since: "v0.27",
      help: "1 while this virt-operator is ready to lead.",
    },
  ],
);

export const legacyRestClient = entries(
  { components: ["virt-handler", "virt-controller", "virt-api", "virt-operator"], since: "v0.15" },
  [
    {
      name: "rest_client_requests_total",
      type: "counter",
      unit: "requests",
      labels: ["code", "host", "method"],
      until: "v0.45",
      when: "after the first such request",
      help: "Requests sent to the apiserver, by what came back.",
      notes: 'code="<error>" when nothing came back',
    },
    {
      name: "rest_client_request_latency_seconds",
      type: "histogram",
      unit: "seconds",
      labels: ["url", "verb"],
      buckets: rateLimiterBuckets,
      until: "v0.58",
      when: "after the first such request; never for a watch",
      help: "Time that the apiserver took to answer.",
    },
  ],
);
