import { domainSlots } from "../../model/reading.ts";
import { metric, type DomainMetrics } from "./domain-metric.ts";

/** Source: kubevirt pkg/monitoring/metrics/virt-handler/domainstats/cpu_metrics.go */
export const cpu: DomainMetrics = {
  legacy: [],
  "v1.9": [
    metric("kubevirt_vmi_cpu_usage_seconds_total", "domain", domainSlots.cpuUsageSeconds),
    metric("kubevirt_vmi_cpu_user_usage_seconds_total", "domain", domainSlots.cpuUserSeconds),
    metric("kubevirt_vmi_cpu_system_usage_seconds_total", "domain", domainSlots.cpuSystemSeconds),
  ],
};
