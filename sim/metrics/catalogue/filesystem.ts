import { entries, perVmi } from "./entry.ts";

/** Source: kubevirt pkg/monitoring/metrics/virt-handler/domainstats/filesystem_metrics.go */
export const filesystem = entries(
  {
    components: ["virt-handler"],
    type: "gauge",
    unit: "bytes",
    labels: perVmi("disk_name", "file_system_type", "mount_point"),
    when: "a guest agent is connected; refreshed every 300 s",
  },
  [
    {
      name: "kubevirt_vmi_filesystem_capacity_bytes",
      since: "v1.1",
      formerly: ["kubevirt_vmi_filesystem_capacity_bytes_total", "kubevirt_vmi_filesystem_total_bytes"],
      help: "Size of the guest's filesystem.",
    },
    {
      name: "kubevirt_vmi_filesystem_used_bytes",
      since: "v0.56",
      help: "Bytes of the guest's filesystem that are in use.",
    },
  ],
);
