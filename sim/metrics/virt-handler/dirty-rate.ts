import { domainSlots } from "../../model/reading.ts";
import { metric, type DomainMetrics } from "./domain-metric.ts";

/** Source: kubevirt pkg/monitoring/metrics/virt-handler/domainstats/dirty_rate_metrics.go */
export const dirtyRate: DomainMetrics = {
  legacy: [],
  "v1.9": [
    {
      ...metric("kubevirt_vmi_dirty_rate_bytes_per_second", "domain", domainSlots.dirtyRateBytesPerSecond),
      sampled: true,
    },
  ],
};
