import { entries, perVmi } from "./entry.ts";

/** Source: kubevirt pkg/monitoring/metrics/virt-handler/domainstats/vcpu_metrics.go */
export const vcpu = entries(
  {
    components: ["virt-handler"],
    type: "counter",
    unit: "seconds",
    labels: perVmi("id"),
    when: "the domain answers",
  },
  [
    {
      name: "kubevirt_vmi_vcpu_seconds_total",
      labels: perVmi("id", "state"),
      since: "v1.6",
      formerly: ["kubevirt_vmi_vcpu_seconds"],
      help: "Time that the vCPU has run, labelled with what it does at the moment.",
      notes:
        "when the state changes the series goes on under another label; whole seconds through v1.2, 1000 times too large in v1.3 to v1.5",
    },
    {
      name: "kubevirt_vmi_vcpu_wait_seconds_total",
      since: "v1.1",
      formerly: ["kubevirt_vmi_vcpu_wait_seconds"],
      help: "Time that the vCPU has waited for I/O.",
      notes: "milliseconds before v1.1, in spite of the name",
    },
    {
      name: "kubevirt_vmi_vcpu_delay_seconds_total",
      since: "v1.1",
      help: "Time that the vCPU could have run but was given no CPU of the node.",
    },
  ],
);
