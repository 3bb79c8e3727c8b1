import { entries, perVmi } from "./entry.ts";

const balloon = "the guest's balloon driver reports";

/** Source: kubevirt pkg/monitoring/metrics/virt-handler/domainstats/memory_metrics.go */
export const memory = entries(
  {
    components: ["virt-handler"],
    type: "gauge",
    unit: "bytes",
    labels: perVmi(),
    when: "the domain answers",
  },
  [
    {
      name: "kubevirt_vmi_memory_resident_bytes",
      since: "v0.33",
      help: "Host memory that the VMI's qemu process occupies.",
    },
    {
      name: "kubevirt_vmi_memory_domain_bytes",
      since: "v1.1",
      formerly: [
        "kubevirt_vmi_memory_domain_bytes_total",
        "kubevirt_vmi_memory_domain_total_bytes",
        "kubevirt_vmi_memory_used_total_bytes",
      ],
      help: "Present memory size of the domain.",
    },
    {
      name: "kubevirt_vmi_memory_actual_balloon_bytes",
      since: "v0.41",
      help: "Size that the balloon is set to.",
    },
    {
      name: "kubevirt_vmi_memory_available_bytes",
      since: "v0.33",
      when: balloon,
      help: "Memory that the guest's operating system can use in all.",
    },
    {
      name: "kubevirt_vmi_memory_usable_bytes",
      since: "v0.41",
      when: balloon,
      help: "Memory that the guest could give to programs without swapping.",
    },
    {
      name: "kubevirt_vmi_memory_unused_bytes",
      since: "v0.36",
      when: balloon,
      help: "Memory that the guest leaves entirely unused.",
    },
    {
      name: "kubevirt_vmi_memory_cached_bytes",
      since: "v1.0",
      when: balloon,
      help: "Memory that the guest uses for caches and buffers of its disks.",
    },
    {
      name: "kubevirt_vmi_memory_swap_in_traffic_bytes",
      since: "v1.1",
      when: balloon,
      formerly: [
        "kubevirt_vmi_memory_swap_in_traffic_bytes_total",
        'kubevirt_vmi_memory_swap_traffic_bytes_total{type="in"}',
      ],
      help: "Bytes that the guest has swapped in since its boot.",
      notes: "a gauge that only rises",
    },
    {
      name: "kubevirt_vmi_memory_swap_out_traffic_bytes",
      since: "v1.1",
      when: balloon,
      formerly: [
        "kubevirt_vmi_memory_swap_out_traffic_bytes_total",
        'kubevirt_vmi_memory_swap_traffic_bytes_total{type="out"}',
      ],
      help: "Bytes that the guest has swapped out since its boot.",
      notes: "a gauge that only rises",
    },
    {
      name: "kubevirt_vmi_memory_pgmajfault_total",
      type: "counter",
      unit: "faults",
      since: "v1.1",
      when: balloon,
      formerly: ["kubevirt_vmi_memory_pgmajfault"],
      help: "Page faults of the guest that needed disk access.",
    },
    {
      name: "kubevirt_vmi_memory_pgminfault_total",
      type: "counter",
      unit: "faults",
      since: "v1.1",
      when: balloon,
      formerly: ["kubevirt_vmi_memory_pgminfault"],
      help: "Page faults of the guest that needed no disk access.",
    },
  ],
);
