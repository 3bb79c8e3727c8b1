import { phaseTransitionBuckets } from "./buckets.ts";
import { entries } from "./entry.ts";

/** Source: kubevirt pkg/monitoring/metrics/virt-controller/vmistats_collector.go */
export const vmi = entries(
  { components: ["virt-controller"], type: "gauge", unit: "info", when: "on the leader" },
  [
    {
      name: "kubevirt_vmi_info",
      labels: [
        "evictable",
        "flavor",
        "guest_os_arch",
        "guest_os_kernel_release",
        "guest_os_machine",
        "guest_os_name",
        "guest_os_version_id",
        "instance_type",
        "name",
        "namespace",
        "node",
        "os",
        "outdated",
        "phase",
        "preference",
        "vmi_pod",
        "workload",
      ],
      since: "v1.5",
      help: "A VMI, and what is known of it.",
      notes: "most guest_os_* come from the guest agent and are empty without; empty labels stay on the page",
    },
    {
      name: "kubevirt_vmi_non_evictable",
      unit: "bool",
      labels: ["name", "namespace", "node"],
      since: "v0.41",
      help: "1 if the VMI is to be migrated on eviction but cannot be.",
    },
    {
      name: "kubevirt_vmi_status_addresses",
      labels: ["address", "interface_name", "name", "namespace", "node", "type", "vnic_name"],
      since: "v1.6",
      help: "An address of the VMI.",
      notes: "type SystemInterface means that there is no address yet",
    },
    {
      name: "kubevirt_vmi_vnic_info",
      labels: ["binding_name", "binding_type", "model", "name", "namespace", "network", "vnic_name"],
      since: "v1.5",
      help: "A network interface of the VMI, and how it is bound.",
    },
    {
      name: "kubevirt_vmi_launcher_memory_overhead_bytes",
      unit: "bytes",
      labels: ["name", "namespace"],
      since: "v1.3",
      help: "Memory set aside for the launcher's own needs.",
    },
    {
      name: "kubevirt_vmi_number_of_outdated",
      unit: "objects",
      labels: [],
      since: "v1.1",
      when: "on the leader, from when it leads",
      formerly: ["kubevirt_vmi_outdated_count"],
      help: "VMIs that run in a launcher of an older release.",
    },
  ],
);

/** Source: kubevirt pkg/monitoring/metrics/virt-controller/perfscale_metrics.go */
export const phaseTransitions = entries(
  {
    components: ["virt-controller"],
    type: "histogram",
    unit: "seconds",
    buckets: phaseTransitionBuckets,
    when: "on the leader, after the first such transition",
  },
  [
    {
      name: "kubevirt_vmi_phase_transition_time_seconds",
      labels: ["last_phase", "phase"],
      since: "v0.43",
      help: "Time between two phases of a VMI.",
    },
    {
      name: "kubevirt_vmi_phase_transition_time_from_creation_seconds",
      labels: ["phase"],
      since: "v0.43",
      help: "Time from the creation of a VMI to a phase.",
    },
    {
      name: "kubevirt_vmi_phase_transition_time_from_deletion_seconds",
      labels: ["phase"],
      since: "v0.46",
      help: "Time from the deletion of a VMI to its last phase.",
    },
    {
      name: "kubevirt_vmi_migration_phase_transition_time_from_creation_seconds",
      labels: ["phase"],
      since: "v0.55",
      help: "Time from the creation of a migration to a phase.",
    },
  ],
);
