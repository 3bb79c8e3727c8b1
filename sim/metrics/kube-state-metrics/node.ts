import { allowedLabels } from "../../model/kube-state-metrics.ts";
import { labelsFamily } from "./labels-family.ts";
import type { StateNode } from "./objects.ts";
import { amountsOf } from "./resource-amounts.ts";
import type { StateFamily, StateResource } from "./state-family.ts";

const rolePrefix = "node-role.kubernetes.io/";

const info: StateFamily<StateNode> = {
  name: "kube_node_info",
  help: "What a node runs and how it is reached; always 1.",
  stability: "STABLE",
  labels: [
    ...["kernel_version", "os_image", "container_runtime_version", "kubelet_version", "kubeproxy_version"],
    ...["provider_id", "pod_cidr", "system_uuid", "internal_ip"],
  ],
  samples: ({ spec, status: { nodeInfo = {}, addresses = [] } }) => [
    {
      labels: {
        kernel_version: nodeInfo["kernelVersion"] ?? "",
        os_image: nodeInfo["osImage"] ?? "",
        container_runtime_version: nodeInfo["containerRuntimeVersion"] ?? "",
        kubelet_version: nodeInfo["kubeletVersion"] ?? "",
        kubeproxy_version: "deprecated",
        provider_id: spec.providerID ?? "",
        pod_cidr: spec.podCIDR ?? "",
        system_uuid: nodeInfo["systemUUID"] ?? "",
        internal_ip: addresses.findLast(({ type }) => type === "InternalIP")?.address ?? "",
      },
      value: 1,
    },
  ],
};

const role: StateFamily<StateNode> = {
  name: "kube_node_role",
  help: "A role that a label gives the node; always 1.",
  stability: "ALPHA",
  labels: ["role"],
  samples: ({ metadata: { labels = {} } }) =>
    Object.keys(labels)
      .filter((key) => key.startsWith(rolePrefix))
      .map((key) => ({ labels: { role: key.slice(rolePrefix.length) }, value: 1 })),
};

const unschedulable: StateFamily<StateNode> = {
  name: "kube_node_spec_unschedulable",
  help: "1 while no new pod may be put on the node.",
  stability: "STABLE",
  labels: [],
  samples: ({ spec }) => [{ labels: {}, value: Number(spec.unschedulable === true) }],
};

const allocatable: StateFamily<StateNode> = {
  name: "kube_node_status_allocatable",
  help: "How much of a resource pods may have of the node.",
  stability: "STABLE",
  labels: ["resource", "unit"],
  samples: ({ status }) => amountsOf(status.allocatable, {}, "exact"),
};

const capacity: StateFamily<StateNode> = {
  name: "kube_node_status_capacity",
  help: "How much of a resource the node has.",
  stability: "STABLE",
  labels: ["resource", "unit"],
  samples: ({ status }) => amountsOf(status.capacity, {}, "exact"),
};

/**
 * What is shown of nodes.
 *
 * Source: kube-state-metrics internal/store/node.go
 */
export const nodeResource: StateResource<StateNode> = {
  plural: "nodes",
  identify: ({ metadata: { name } }) => ({ node: name }),
  families: [
    info,
    labelsFamily("kube_node_labels", "node", allowedLabels.nodes),
    role,
    unschedulable,
    allocatable,
    capacity,
  ],
};
