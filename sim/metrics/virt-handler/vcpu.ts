import { vcpuSlots } from "../../model/reading.ts";
import { metric, type DomainMetrics } from "./domain-metric.ts";
import { wholeSeconds } from "./units.ts";

/** Source: kubevirt pkg/monitoring/metrics/virt-handler/domainstats/vcpu_metrics.go */
export const vcpu: DomainMetrics = {
  legacy: [
    {
      name: "kubevirt_vmi_vcpu_seconds",
      part: "vcpu",
      unit: wholeSeconds,
      last: {
        kind: "state",
        slot: vcpuSlots.seconds,
        stateSlot: vcpuSlots.state,
        states: ["0", "1", "2"],
      },
    },
  ],
  "v1.9": [
    {
      name: "kubevirt_vmi_vcpu_seconds_total",
      part: "vcpu",
      last: {
        kind: "state",
        slot: vcpuSlots.seconds,
        stateSlot: vcpuSlots.state,
        states: ["offline", "running", "blocked"],
      },
    },
    metric("kubevirt_vmi_vcpu_wait_seconds_total", "vcpu", vcpuSlots.waitSeconds),
    metric("kubevirt_vmi_vcpu_delay_seconds_total", "vcpu", vcpuSlots.delaySeconds),
  ],
};
