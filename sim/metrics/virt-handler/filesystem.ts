import { filesystemSlots } from "../../model/reading.ts";
import { metric, type DomainMetrics } from "./domain-metric.ts";

/** Source: kubevirt pkg/monitoring/metrics/virt-handler/domainstats/filesystem_metrics.go */
export const filesystem: DomainMetrics = {
  legacy: [],
  "v1.9": [
    metric("kubevirt_vmi_filesystem_capacity_bytes", "filesystem", filesystemSlots.capacityBytes),
    metric("kubevirt_vmi_filesystem_used_bytes", "filesystem", filesystemSlots.usedBytes),
  ],
};
