import { entries, perVmi } from "./entry.ts";

/** Source: kubevirt pkg/monitoring/metrics/virt-handler/domainstats/network_metrics.go */
export const network = entries(
  {
    components: ["virt-handler"],
    type: "counter",
    labels: perVmi("interface"),
    since: "v0.41",
    when: "the domain answers",
  },
  [
    {
      name: "kubevirt_vmi_network_traffic_bytes_total",
      unit: "bytes",
      labels: perVmi("interface", "type"),
      since: "v1.3",
      help: "Bytes received and sent; deprecated, as each direction has its own metric.",
      notes: "interface is the host's device through v1.2, the alias since v1.3",
    },
    { name: "kubevirt_vmi_network_receive_bytes_total", unit: "bytes", help: "Bytes received." },
    {
      name: "kubevirt_vmi_network_receive_packets_total",
      unit: "packets",
      formerly: ['kubevirt_vmi_network_traffic_packets_total{type="rx"}'],
      help: "Packets received.",
    },
    {
      name: "kubevirt_vmi_network_receive_errors_total",
      unit: "packets",
      formerly: ['kubevirt_vmi_network_errors_total{type="rx"}'],
      help: "Packets received with an error.",
    },
    {
      name: "kubevirt_vmi_network_receive_packets_dropped_total",
      unit: "packets",
      help: "Packets dropped on their way to the guest.",
    },
    { name: "kubevirt_vmi_network_transmit_bytes_total", unit: "bytes", help: "Bytes sent." },
    {
      name: "kubevirt_vmi_network_transmit_packets_total",
      unit: "packets",
      formerly: ['kubevirt_vmi_network_traffic_packets_total{type="tx"}'],
      help: "Packets sent.",
    },
    {
      name: "kubevirt_vmi_network_transmit_errors_total",
      unit: "packets",
      formerly: ['kubevirt_vmi_network_errors_total{type="tx"}'],
      help: "Packets that failed to be sent.",
    },
    {
      name: "kubevirt_vmi_network_transmit_packets_dropped_total",
      unit: "packets",
      help: "Packets dropped on their way from the guest.",
    },
  ],
);
