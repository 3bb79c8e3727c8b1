import { interfaceSlots } from "../../model/reading.ts";
import { metric, metricByType, type DomainMetric, type DomainMetrics } from "./domain-metric.ts";

function byDirection(name: string, rx: number, tx: number): DomainMetric {
  return metricByType(name, "interface", { rx, tx });
}

const trafficBytes = byDirection(
  "kubevirt_vmi_network_traffic_bytes_total",
  interfaceSlots.receiveBytes,
  interfaceSlots.transmitBytes,
);

/** Source: kubevirt pkg/monitoring/metrics/virt-handler/domainstats/network_metrics.go */
export const network: DomainMetrics = {
  legacy: [
    trafficBytes,
    byDirection(
      "kubevirt_vmi_network_traffic_packets_total",
      interfaceSlots.receivePackets,
      interfaceSlots.transmitPackets,
    ),
    byDirection(
      "kubevirt_vmi_network_errors_total",
      interfaceSlots.receiveErrors,
      interfaceSlots.transmitErrors,
    ),
  ],
  "v1.9": [
    trafficBytes,
    metric("kubevirt_vmi_network_receive_bytes_total", "interface", interfaceSlots.receiveBytes),
    metric("kubevirt_vmi_network_receive_packets_total", "interface", interfaceSlots.receivePackets),
    metric("kubevirt_vmi_network_receive_errors_total", "interface", interfaceSlots.receiveErrors),
    metric("kubevirt_vmi_network_receive_packets_dropped_total", "interface", interfaceSlots.receiveDropped),
    metric("kubevirt_vmi_network_transmit_bytes_total", "interface", interfaceSlots.transmitBytes),
    metric("kubevirt_vmi_network_transmit_packets_total", "interface", interfaceSlots.transmitPackets),
    metric("kubevirt_vmi_network_transmit_errors_total", "interface", interfaceSlots.transmitErrors),
    metric(
      "kubevirt_vmi_network_transmit_packets_dropped_total",
      "interface",
      interfaceSlots.transmitDropped,
    ),
  ],
};
