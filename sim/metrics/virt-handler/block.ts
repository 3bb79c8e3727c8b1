import { diskSlots } from "../../model/reading.ts";
import { metric, metricByType, type DomainMetrics } from "./domain-metric.ts";
import { nanoseconds } from "./units.ts";

/** Source: kubevirt pkg/monitoring/metrics/virt-handler/domainstats/block_metrics.go */
export const block: DomainMetrics = {
  legacy: [
    metricByType("kubevirt_vmi_storage_iops_total", "disk", {
      read: diskSlots.readOperations,
      write: diskSlots.writeOperations,
    }),
    metricByType("kubevirt_vmi_storage_traffic_bytes_total", "disk", {
      read: diskSlots.readBytes,
      write: diskSlots.writeBytes,
    }),
    metricByType(
      "kubevirt_vmi_storage_times_ms_total",
      "disk",
      { read: diskSlots.readSeconds, write: diskSlots.writeSeconds },
      nanoseconds,
    ),
  ],
  "v1.9": [
    metric("kubevirt_vmi_storage_iops_read_total", "disk", diskSlots.readOperations),
    metric("kubevirt_vmi_storage_iops_write_total", "disk", diskSlots.writeOperations),
    metric("kubevirt_vmi_storage_read_traffic_bytes_total", "disk", diskSlots.readBytes),
    metric("kubevirt_vmi_storage_write_traffic_bytes_total", "disk", diskSlots.writeBytes),
    metric("kubevirt_vmi_storage_read_times_seconds_total", "disk", diskSlots.readSeconds),
    metric("kubevirt_vmi_storage_write_times_seconds_total", "disk", diskSlots.writeSeconds),
    metric("kubevirt_vmi_storage_flush_requests_total", "disk", diskSlots.flushOperations),
    metric("kubevirt_vmi_storage_flush_times_seconds_total", "disk", diskSlots.flushSeconds),
  ],
};
