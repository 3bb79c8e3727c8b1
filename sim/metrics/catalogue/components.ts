import { entries } from "./entry.ts";

/** What virt-controller, virt-api and virt-operator say about themselves. */
export const virtController = entries(
  {
    components: ["virt-controller"],
    type: "gauge",
    unit: "bool",
    labels: [],
    since: "v1.1",
    when: "always",
  },
  [
    {
      name: "kubevirt_virt_controller_leading_status",
      formerly: ["kubevirt_virt_controller_leading", "leading_virt_controller"],
      help: "1 on the virt-controller that leads.",
    },
    {
      name: "kubevirt_virt_controller_ready_status",
      formerly: ["kubevirt_virt_controller_ready", "ready_virt_controller"],
      help: "1 while this virt-controller is ready to lead.",
    },
  ],
);

export const virtApi = entries(
  {
    components: ["virt-api"],
    type: "gauge",
    unit: "connections",
    labels: ["namespace", "vmi"],
    since: "v0.44",
    when: "after the VMI's first session through this virt-api; 0 afterwards",
  },
  [
    { name: "kubevirt_console_active_connections", help: "Open sessions on the serial console." },
    { name: "kubevirt_vnc_active_connections", help: "Open sessions on the graphical console." },
    { name: "kubevirt_usbredir_active_connections", help: "Open sessions of USB redirection." },
    { name: "kubevirt_portforward_active_tunnels", help: "Open tunnels to ports of the guest." },
    {
      name: "kubevirt_vmi_last_api_connection_timestamp_seconds",
      unit: "unix seconds",
      since: "v1.3",
      when: "after the VMI's first session through this virt-api",
      help: "When somebody last connected to the VMI.",
      notes: "whole seconds",
    },
    {
      name: "kubevirt_vm_created_by_pod_total",
      type: "counter",
      unit: "objects",
      labels: ["namespace"],
      since: "v1.3",
      when: "after the first VM created in the namespace through this virt-api",
      formerly: ["kubevirt_vm_created_total"],
      help: "VMs whose creation this virt-api admitted.",
    },
    {
      name: "kubevirt_virt_api_ready_status",
      unit: "bool",
      labels: [],
      since: "v1.9",
      when: "always",
      help: "1 while this virt-api is ready.",
    },
  ],
);

export const virtOperator = entries(
  { components: ["virt-operator"], type: "gauge", unit: "bool", labels: [], since: "v1.1", when: "always" },
  [
    {
      name: "kubevirt_virt_operator_leading_status",
      formerly: ["kubevirt_virt_operator_leading", "leading_virt_operator"],
      help: "1 on the virt-operator that leads.",
    },
    {
      name: "kubevirt_virt_operator_ready_status",
      formerly: ["kubevirt_virt_operator_ready", "ready_virt_operator"],
      help: "1 while this virt-operator is ready to lead.",
    },
    {
      name: "kubevirt_configuration_emulation_enabled",
      since: "v1.0",
      when: "on the leader",
      help: "1 if guests may run without hardware virtualization.",
    },
  ],
);
