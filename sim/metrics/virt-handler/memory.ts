import { domainSlots } from "../../model/reading.ts";
import { metric, metricByType, type DomainMetrics } from "./domain-metric.ts";

/** Source: kubevirt pkg/monitoring/metrics/virt-handler/domainstats/memory_metrics.go */
export const memory: DomainMetrics = {
  legacy: [
    metric("kubevirt_vmi_memory_available_bytes", "domain", domainSlots.memoryAvailableBytes),
    metric("kubevirt_vmi_memory_resident_bytes", "domain", domainSlots.memoryResidentBytes),
    metricByType("kubevirt_vmi_memory_swap_traffic_bytes_total", "domain", {
      in: domainSlots.memorySwapInBytes,
      out: domainSlots.memorySwapOutBytes,
    }),
  ],
  "v1.9": [
    metric("kubevirt_vmi_memory_resident_bytes", "domain", domainSlots.memoryResidentBytes),
    metric("kubevirt_vmi_memory_domain_bytes", "domain", domainSlots.memoryDomainBytes),
    metric("kubevirt_vmi_memory_actual_balloon_bytes", "domain", domainSlots.memoryActualBalloonBytes),
    metric("kubevirt_vmi_memory_available_bytes", "domain", domainSlots.memoryAvailableBytes),
    metric("kubevirt_vmi_memory_usable_bytes", "domain", domainSlots.memoryUsableBytes),
    metric("kubevirt_vmi_memory_unused_bytes", "domain", domainSlots.memoryUnusedBytes),
    metric("kubevirt_vmi_memory_cached_bytes", "domain", domainSlots.memoryCachedBytes),
    metric("kubevirt_vmi_memory_swap_in_traffic_bytes", "domain", domainSlots.memorySwapInBytes),
    metric("kubevirt_vmi_memory_swap_out_traffic_bytes", "domain", domainSlots.memorySwapOutBytes),
    metric("kubevirt_vmi_memory_pgmajfault_total", "domain", domainSlots.memoryMajorFaults),
    metric("kubevirt_vmi_memory_pgminfault_total", "domain", domainSlots.memoryMinorFaults),
  ],
};
