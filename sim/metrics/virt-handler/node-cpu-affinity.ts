import { domainSlots } from "../../model/reading.ts";
import { metric, type DomainMetrics } from "./domain-metric.ts";

/** Source: kubevirt pkg/monitoring/metrics/virt-handler/domainstats/node_cpu_affinity_metrics.go */
export const nodeCpuAffinity: DomainMetrics = {
  legacy: [],
  "v1.9": [metric("kubevirt_vmi_node_cpu_affinity", "domain", domainSlots.nodeCpuAffinityPairs)],
};
