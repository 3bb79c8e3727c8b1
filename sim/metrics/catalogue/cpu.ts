import { entries, perVmi } from "./entry.ts";

/** Source: kubevirt pkg/monitoring/metrics/virt-handler/domainstats/cpu_metrics.go */
export const cpu = entries(
  {
    components: ["virt-handler"],
    type: "counter",
    unit: "seconds",
    labels: perVmi(),
    since: "v1.1",
    when: "the domain answers",
  },
  [
    {
      name: "kubevirt_vmi_cpu_usage_seconds_total",
      formerly: ["kubevirt_vmi_cpu_usage_seconds"],
      help: "CPU time of the whole domain, its vCPUs and its emulator.",
    },
    {
      name: "kubevirt_vmi_cpu_user_usage_seconds_total",
      formerly: ["kubevirt_vmi_cpu_user_usage_seconds"],
      help: "CPU time of the domain in user mode, where the guest's own code counts.",
    },
    {
      name: "kubevirt_vmi_cpu_system_usage_seconds_total",
      formerly: ["kubevirt_vmi_cpu_system_usage_seconds"],
      help: "CPU time of the domain in the host's kernel.",
    },
  ],
);

/** Source: kubevirt pkg/monitoring/metrics/virt-handler/domainstats/guest_metrics.go */
export const guestLoad = entries(
  {
    components: ["virt-handler"],
    type: "gauge",
    unit: "load",
    labels: perVmi(),
    since: "v1.7",
    when: "a guest agent of release 10 or later is connected; refreshed every 120 s",
  },
  [
    { name: "kubevirt_vmi_guest_load_1m", help: "Load average of the guest over one minute." },
    { name: "kubevirt_vmi_guest_load_5m", help: "Load average of the guest over five minutes." },
    { name: "kubevirt_vmi_guest_load_15m", help: "Load average of the guest over fifteen minutes." },
  ],
);

/** Source: kubevirt pkg/monitoring/metrics/virt-handler/domainstats/node_cpu_affinity_metrics.go */
export const affinity = entries({ components: ["virt-handler"], labels: perVmi() }, [
  {
    name: "kubevirt_vmi_node_cpu_affinity",
    type: "gauge",
    unit: "pairs",
    since: "v1.1",
    when: "the domain answers",
    formerly: ["kubevirt_vmi_cpu_affinity"],
    help: "Pairs of a vCPU and a CPU of the node on which it may run.",
  },
]);

/** Source: kubevirt pkg/monitoring/metrics/virt-handler/domainstats/dirty_rate_metrics.go */
export const dirtyRate = entries({ components: ["virt-handler"], labels: perVmi() }, [
  {
    name: "kubevirt_vmi_dirty_rate_bytes_per_second",
    type: "gauge",
    unit: "bytes per second",
    since: "v1.6",
    when: "the VMI is in phase Running and does not migrate",
    help: "Rate at which the guest writes to its memory, measured at each scrape.",
    notes: "whole MiB per second",
  },
]);
