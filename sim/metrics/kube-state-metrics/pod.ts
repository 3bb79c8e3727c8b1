import { allowedLabels } from "../../model/kube-state-metrics.ts";
import { labelsFamily } from "./labels-family.ts";
import type { StatePod } from "./objects.ts";
import { amountsOf } from "./resource-amounts.ts";
import type { StateFamily, StateResource } from "./state-family.ts";

const phases = ["Pending", "Succeeded", "Failed", "Unknown", "Running"] as const;
const conditionStatuses = ["True", "False", "Unknown"] as const;

const info: StateFamily<StatePod> = {
  name: "kube_pod_info",
  help: "Where a pod runs and who made it; always 1.",
  stability: "STABLE",
  labels: [
    "host_ip",
    "pod_ip",
    "node",
    "created_by_kind",
    "created_by_name",
    "priority_class",
    "host_network",
  ],
  samples: ({ metadata, spec, status }) => {
    const controller = metadata.ownerReferences?.find((owner) => owner.controller === true);
    const { priorityClassName } = spec;
    return [
      {
        labels: {
          host_ip: status.hostIP ?? "",
          pod_ip: status.podIP ?? "",
          node: spec.nodeName ?? "",
          created_by_kind: controller?.kind ?? "",
          created_by_name: controller?.name ?? "",
          priority_class: typeof priorityClassName === "string" ? priorityClassName : "",
          host_network: String(spec.hostNetwork === true),
        },
        value: 1,
      },
    ];
  },
};

const statusPhase: StateFamily<StatePod> = {
  name: "kube_pod_status_phase",
  help: "1 for the phase that the pod is in, 0 for each other one.",
  stability: "STABLE",
  labels: ["phase"],
  samples: ({ status }) =>
    (status.phase ?? "") === ""
      ? []
      : phases.map((phase) => ({ labels: { phase }, value: Number(status.phase === phase) })),
};

const statusReady: StateFamily<StatePod> = {
  name: "kube_pod_status_ready",
  help: "1 for what the pod's Ready condition is, 0 for what it is not; nothing before it has one.",
  stability: "STABLE",
  labels: ["condition"],
  samples: ({ status }) =>
    (status.conditions ?? [])
      .filter(({ type }) => type === "Ready")
      .flatMap((ready) =>
        conditionStatuses.map((is) => ({
          labels: { condition: is.toLowerCase() },
          value: Number(ready.status === is),
        })),
      ),
};

const containerResourceRequests: StateFamily<StatePod> = {
  name: "kube_pod_container_resource_requests",
  help: "How much of a resource a container asks for.",
  stability: "ALPHA",
  labels: ["container", "node", "resource", "unit"],
  samples: ({ spec: { containers, nodeName = "" } }) =>
    containers.flatMap(({ name, resources }) =>
      amountsOf(resources?.requests, { container: name, node: nodeName }, "whole"),
    ),
};

/**
 * What is shown of pods.
 *
 * Source: kube-state-metrics internal/store/pod.go
 */
export const podResource: StateResource<StatePod> = {
  plural: "pods",
  identify: ({ metadata: { namespace = "", name, uid } }) => ({ namespace, pod: name, uid }),
  families: [
    containerResourceRequests,
    info,
    labelsFamily("kube_pod_labels", "pod", allowedLabels.pods),
    statusPhase,
    statusReady,
  ],
};
