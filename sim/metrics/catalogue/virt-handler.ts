import { entries } from "./entry.ts";

/** What a virt-handler says about itself, its node, and events of its guests. */
export const virtHandler = entries({ components: ["virt-handler"], type: "gauge", since: "v1.9" }, [
  {
    name: "kubevirt_info",
    unit: "info",
    labels: ["goversion", "kubeversion"],
    since: "v0.15",
    when: "always",
    help: "The release of KubeVirt and the Go it was built with.",
  },
  {
    name: "kubevirt_virt_handler_ready_status",
    unit: "bool",
    labels: [],
    when: "always",
    help: "1 while this virt-handler is ready.",
  },
  {
    name: "kubevirt_node_deprecated_machine_types",
    unit: "info",
    labels: ["machine_type", "node"],
    since: "v1.6",
    when: "for each machine type that the node's host calls deprecated",
    help: "A machine type of the node that is deprecated.",
  },
  {
    name: "kubevirt_vmi_gpu_info",
    unit: "info",
    labels: ["namespace", "node", "pod", "resource", "uuid"],
    when: "never in v1.9: its cache is not given the informer it needs",
    help: "Which launcher pod a GPU is given to.",
  },
  {
    name: "kubevirt_vmi_guest_os_panic_total",
    type: "counter",
    unit: "events",
    labels: ["bugcheck_code", "name", "namespace", "type"],
    when: "after the first panic of a VMI, until virt-handler restarts",
    help: "Panics of the guest's operating system.",
  },
  {
    name: "kubevirt_vmi_sync_total",
    type: "counter",
    unit: "events",
    labels: ["name", "namespace"],
    components: ["virt-handler", "virt-controller"],
    when: "after the first reconciliation, until the VMI is gone; each component counts its own",
    help: "Times that the VMI was reconciled.",
  },
]);
