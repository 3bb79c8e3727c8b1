import { differForLong, forLong, type Property, type Timing } from "./promql.ts";

const runningInstances = 'kubevirt_vmi_info{phase="running"}';
const launchers =
  'kube_pod_info{created_by_kind="VirtualMachineInstance"} and on (namespace, pod) (kube_pod_status_phase{phase="Running"} == 1)';
const instances = `count(count by (namespace, name) (${runningInstances}))`;
const domains = "count(count by (namespace, name) (kubevirt_vmi_cpu_usage_seconds_total))";
const launched = `count(count by (namespace, created_by_name) (${launchers}))`;

/** What kube-state-metrics, virt-controller and virt-handler say of one and the same cluster. */
export function agreementProperties(timing: Timing): readonly Property[] {
  return [
    {
      title: "virt-controller has as many running VMIs as the virt-handlers report domains of",
      offences: differForLong(instances, domains, timing),
      subjects: `${instances} > 0`,
    },
    {
      title: "kube-state-metrics has running launcher pods of as many VMIs as virt-controller has running",
      offences: differForLong(launched, instances, timing),
      subjects: `${launched} > 0`,
    },
    {
      title: "a node's virt-handler reports each VMI that virt-controller has there",
      offences: forLong(
        `count by (node) (${runningInstances}) > count by (node) (kubevirt_vmi_cpu_usage_seconds_total)`,
        timing,
      ),
      subjects: `count by (node) (${runningInstances})`,
    },
    {
      title:
        "the launcher pod that virt-controller names runs on the VMI's node, as kube-state-metrics has it",
      offences: forLong(
        `label_replace(${runningInstances}, "pod", "$1", "vmi_pod", "(.*)") unless on (namespace, pod, node) (${launchers})`,
        timing,
      ),
      subjects: launchers,
    },
    {
      title: "each running pod of KubeVirt's components is a target",
      offences: differForLong(
        'count(kube_pod_status_phase{namespace="kubevirt",phase="Running"} == 1)',
        'count(up{job="kubevirt-prometheus-metrics"})',
        timing,
      ),
      subjects: 'kube_pod_status_phase{namespace="kubevirt",phase="Running"} == 1',
    },
    {
      title: "the virt-handlers that say they are ready are those that are",
      offences: differForLong(
        'sum(kube_daemonset_status_number_ready{daemonset="virt-handler"})',
        "count(kubevirt_virt_handler_ready_status == 1)",
        timing,
      ),
      subjects: "kubevirt_virt_handler_ready_status == 1",
    },
    {
      title: "no target is down for long",
      offences: forLong("up == 0", timing),
      subjects: "up == 1",
    },
  ];
}
