import type { Rule, RuleGroup } from "../objects/monitoring.ts";
import { kubeVirtNamespace } from "./service-accounts.ts";

/** A component as its alerts name it, and how many replicas are too few. */
interface Watched {
  readonly label: string;
  readonly workload: string;
  readonly ready: string;
  readonly leading?: string;
  readonly restErrors: string;
}

const watched: readonly Watched[] = [
  {
    label: "VirtAPI",
    workload: "virt-api",
    ready: "kubevirt_virt_api_ready_status",
    restErrors: "VirtApiRESTErrorsBurst",
  },
  {
    label: "VirtController",
    workload: "virt-controller",
    ready: "kubevirt_virt_controller_ready_status",
    leading: "kubevirt_virt_controller_leading_status",
    restErrors: "VirtControllerRESTErrorsBurst",
  },
  {
    label: "VirtOperator",
    workload: "virt-operator",
    ready: "kubevirt_virt_operator_ready_status",
    leading: "kubevirt_virt_operator_leading_status",
    restErrors: "VirtOperatorRESTErrorsBurst",
  },
  {
    label: "VirtHandler",
    workload: "virt-handler",
    ready: "kubevirt_virt_handler_ready_status",
    restErrors: "VirtHandlerRESTErrorsBurst",
  },
];

const inNamespace = `namespace="${kubeVirtNamespace}"`;

/** The alerts that virt-operator installs about KubeVirt's own parts and about the VMs they run. */
export const kubeVirtAlerts: readonly RuleGroup[] = [
  { name: "kubevirt.components", rules: watched.flatMap(componentAlerts) },
  { name: "kubevirt.nodes", rules: nodeAlerts() },
  { name: "kubevirt.virtualmachines", rules: virtualMachineAlerts() },
];

function componentAlerts({ label, workload, ready, leading, restErrors }: Watched): Rule[] {
  const pods = `pod=~"${workload}-.*"`;
  const running = `sum(kube_pod_status_phase{${inNamespace},${pods},phase="Running"}) or vector(0)`;
  const requests = (codes: string) =>
    `sum by (pod) (rate(kubevirt_rest_client_requests_total{${inNamespace},${pods}${codes}}[5m]))`;
  return [
    alert(`${label}Down`, `(${running}) == 0`, "10m", "critical", `No ${workload} pod is running.`),
    alert(
      `NoReady${label}`,
      `sum(${ready}{${inNamespace}}) == 0`,
      "10m",
      "critical",
      `No ${workload} pod is ready.`,
    ),
    alert(
      `LowReady${label}Count`,
      `sum(${ready}{${inNamespace}}) > 0 and sum(${ready}{${inNamespace}}) < (${running})`,
      "10m",
      "warning",
      `Some ${workload} pods are running but not ready.`,
    ),
    ...(leading === undefined
      ? []
      : [
          alert(
            `NoLeading${label}`,
            `sum(${leading}{${inNamespace}}) == 0`,
            "10m",
            "critical",
            `No ${workload} leads.`,
          ),
        ]),
    alert(
      restErrors,
      `${requests(',code=~"4..|5.."')} / ${requests("")} >= 0.8`,
      "5m",
      "critical",
      `More than 80% of the API requests of a ${workload} pod fail.`,
    ),
  ];
}

function nodeAlerts(): Rule[] {
  const kvm = 'kube_node_status_allocatable{resource="devices_kubevirt_io_kvm"}';
  return [
    alert(
      "LowKVMNodesCount",
      `count(kube_node_info) > 1 and count(${kvm} > 0) < 2`,
      "5m",
      "warning",
      "Fewer than two nodes can run VMs with KVM.",
    ),
    alert(
      "KubeVirtNoAvailableNodesToRunVMs",
      `((sum(${kvm}) or vector(0)) == 0 and sum(kubevirt_configuration_emulation_enabled) == 0) or (sum(kube_node_labels{label_kubevirt_io_schedulable="true"}) or vector(0)) == 0`,
      "5m",
      "warning",
      "No node can take a VM.",
    ),
    alert(
      "VirtHandlerDaemonSetRolloutFailing",
      `kube_daemonset_status_number_ready{${inNamespace},daemonset="virt-handler"} < kube_daemonset_status_desired_number_scheduled{${inNamespace},daemonset="virt-handler"}`,
      "15m",
      "warning",
      "Some virt-handler pods are not ready.",
    ),
  ];
}

function virtualMachineAlerts(): Rule[] {
  const filesystem = "kubevirt_vmi_filesystem_used_bytes / kubevirt_vmi_filesystem_capacity_bytes";
  return [
    alert(
      "VMCannotBeEvicted",
      "kubevirt_vmi_non_evictable > 0",
      "1m",
      "warning",
      "A VM is to be migrated before its node is emptied, but cannot be.",
    ),
    alert(
      "OutdatedVirtualMachineInstanceWorkloads",
      "kubevirt_vmi_number_of_outdated != 0",
      "1d",
      "warning",
      "Some VMs run in launchers of an older release.",
    ),
    alert(
      "GuestFilesystemAlmostOutOfSpace",
      `${filesystem} >= 0.85 < 0.95`,
      "10m",
      "warning",
      "A guest's filesystem is nearly full.",
    ),
    alert(
      "GuestFilesystemAlmostOutOfSpace",
      `${filesystem} >= 0.95`,
      undefined,
      "critical",
      "A guest's filesystem is full.",
    ),
    alert(
      "VMNonRecoverableOSPanic",
      "sum by (name, namespace) (increase(kubevirt_vmi_guest_os_panic_total[24h])) > 5",
      "1m",
      "warning",
      "A guest's operating system panics again and again.",
    ),
  ];
}

function alert(
  name: string,
  expr: string,
  duration: string | undefined,
  severity: "warning" | "critical",
  summary: string,
): Rule {
  return {
    alert: name,
    expr,
    ...(duration === undefined ? {} : { for: duration }),
    labels: {
      severity,
      operator_health_impact: severity === "critical" ? "critical" : "warning",
      kubernetes_operator_part_of: "kubevirt",
      kubernetes_operator_component: "kubevirt",
    },
    annotations: { summary, runbook_url: `https://kubevirt.io/monitoring/runbooks/${name}` },
  };
}
