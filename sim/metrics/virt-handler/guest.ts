import { domainSlots } from "../../model/reading.ts";
import { metric, type DomainMetrics } from "./domain-metric.ts";

/** Source: kubevirt pkg/monitoring/metrics/virt-handler/domainstats/guest_metrics.go */
export const guest: DomainMetrics = {
  legacy: [],
  "v1.9": [
    metric("kubevirt_vmi_guest_load_1m", "domain", domainSlots.guestLoad1m),
    metric("kubevirt_vmi_guest_load_5m", "domain", domainSlots.guestLoad5m),
    metric("kubevirt_vmi_guest_load_15m", "domain", domainSlots.guestLoad15m),
  ],
};
