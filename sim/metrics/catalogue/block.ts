import { entries, perVmi } from "./entry.ts";

/** Source: kubevirt pkg/monitoring/metrics/virt-handler/domainstats/block_metrics.go */
export const block = entries(
  {
    components: ["virt-handler"],
    type: "counter",
    labels: perVmi("drive"),
    when: "the domain answers; for each named block device, cloud-init and CD-ROM among them",
  },
  [
    {
      name: "kubevirt_vmi_storage_iops_read_total",
      unit: "operations",
      since: "v0.41",
      formerly: ['kubevirt_vmi_storage_iops_total{type="read"}'],
      help: "Read requests completed.",
    },
    {
      name: "kubevirt_vmi_storage_iops_write_total",
      unit: "operations",
      since: "v0.41",
      formerly: ['kubevirt_vmi_storage_iops_total{type="write"}'],
      help: "Write requests completed.",
    },
    {
      name: "kubevirt_vmi_storage_read_traffic_bytes_total",
      unit: "bytes",
      since: "v0.41",
      formerly: ['kubevirt_vmi_storage_traffic_bytes_total{type="read"}'],
      help: "Bytes read.",
    },
    {
      name: "kubevirt_vmi_storage_write_traffic_bytes_total",
      unit: "bytes",
      since: "v0.41",
      formerly: ['kubevirt_vmi_storage_traffic_bytes_total{type="write"}'],
      help: "Bytes written.",
    },
    {
      name: "kubevirt_vmi_storage_read_times_seconds_total",
      unit: "seconds",
      since: "v1.1",
      formerly: [
        "kubevirt_vmi_storage_read_times_ms_total",
        'kubevirt_vmi_storage_times_ms_total{type="read"}',
      ],
      help: "Time that read requests have taken, added up.",
    },
    {
      name: "kubevirt_vmi_storage_write_times_seconds_total",
      unit: "seconds",
      since: "v1.1",
      formerly: [
        "kubevirt_vmi_storage_write_times_ms_total",
        'kubevirt_vmi_storage_times_ms_total{type="write"}',
      ],
      help: "Time that write requests have taken, added up.",
    },
    {
      name: "kubevirt_vmi_storage_flush_requests_total",
      unit: "operations",
      since: "v0.41",
      help: "Flush requests completed.",
    },
    {
      name: "kubevirt_vmi_storage_flush_times_seconds_total",
      unit: "seconds",
      since: "v1.1",
      formerly: ["kubevirt_vmi_storage_flush_times_ms_total"],
      help: "Time that flush requests have taken, added up.",
    },
  ],
);
