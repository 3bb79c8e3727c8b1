import { uuid } from "../../model/random.ts";
import { kindNamed } from "../kinds.ts";
import type { Draft, KubeObject } from "../object.ts";
import type { Taint } from "./taint.ts";
import type { Store } from "../store.ts";
import type { Condition } from "./conditions.ts";

export interface Node extends KubeObject {
  readonly spec: {
    readonly podCIDR?: string;
    readonly unschedulable?: boolean;
    readonly taints?: readonly Taint[];
  };
  readonly status: {
    readonly addresses: readonly { readonly type: string; readonly address: string }[];
    readonly capacity: Readonly<Record<string, string>>;
    readonly allocatable: Readonly<Record<string, string>>;
    readonly conditions: readonly Condition[];
    readonly nodeInfo: Readonly<Record<string, string>>;
    readonly [field: string]: unknown;
  };
}

export const nodeKind = kindNamed<Node>("nodes");

/** The node's own address; empty for a node that is not there. */
export function internalIpOf(store: Store, nodeName = ""): string {
  const node = store.get(nodeKind, undefined, nodeName);
  return node?.status.addresses.find(({ type }) => type === "InternalIP")?.address ?? "";
}

interface NodeFacts {
  readonly name: string;
  readonly labels: Readonly<Record<string, string>>;
  readonly cpus: number;
  readonly memoryBytes: number;
  readonly internalIp: string;
  readonly createdAt: string;
  readonly seed: number;
}

/** What kubelet and system daemons keep for themselves. */
const reservedMemoryBytes = 100 * 1024 * 1024;

/** A worker node with KVM, as kubelet registers it and KubeVirt's device plugins complete it. */
export function nodeDraft(facts: NodeFacts): Draft<Node> {
  const resources = (memoryBytes: number) => ({
    cpu: String(facts.cpus),
    "devices.kubevirt.io/kvm": "1k",
    "devices.kubevirt.io/tun": "1k",
    "devices.kubevirt.io/vhost-net": "1k",
    "ephemeral-storage": "209702892Ki",
    "hugepages-1Gi": "0",
    "hugepages-2Mi": "0",
    memory: `${Math.floor(memoryBytes / 1024)}Ki`,
    pods: "110",
  });
  return {
    apiVersion: "v1",
    kind: "Node",
    metadata: {
      name: facts.name,
      labels: {
        "beta.kubernetes.io/arch": "amd64",
        "beta.kubernetes.io/os": "linux",
        "kubernetes.io/arch": "amd64",
        "kubernetes.io/hostname": facts.name,
        "kubernetes.io/os": "linux",
        "node-role.kubernetes.io/worker": "",
        ...facts.labels,
      },
    },
    spec: {},
    status: {
      addresses: [
        { type: "InternalIP", address: facts.internalIp },
        { type: "Hostname", address: facts.name },
      ],
      capacity: resources(facts.memoryBytes),
      allocatable: resources(facts.memoryBytes - reservedMemoryBytes),
      conditions: healthyConditions(facts.createdAt),
      daemonEndpoints: { kubeletEndpoint: { Port: 10250 } },
      nodeInfo: {
        architecture: "amd64",
        bootID: uuid(facts.seed, "boot", facts.name),
        containerRuntimeVersion: "cri-o://1.34.0",
        kernelVersion: "5.14.0-570.el9.x86_64",
        kubeProxyVersion: "",
        kubeletVersion: "v1.34.1",
        machineID: uuid(facts.seed, "machine", facts.name).replaceAll("-", ""),
        operatingSystem: "linux",
        osImage: "CentOS Stream 9",
        systemUUID: uuid(facts.seed, "system", facts.name),
      },
    },
  };
}

/** What a kubelet says of a node where all is well, at the time `time` (RFC 3339). */
export function healthyConditions(time: string): Condition[] {
  const healthy = (
    type: string,
    reason: string,
    message: string,
    status: "True" | "False" = "False",
  ): Condition => ({
    type,
    status,
    lastHeartbeatTime: time,
    lastTransitionTime: time,
    reason,
    message,
  });
  return [
    healthy("MemoryPressure", "KubeletHasSufficientMemory", "kubelet has sufficient memory available"),
    healthy("DiskPressure", "KubeletHasNoDiskPressure", "kubelet has no disk pressure"),
    healthy("PIDPressure", "KubeletHasSufficientPID", "kubelet has sufficient PID available"),
    healthy("Ready", "KubeletReady", "kubelet is posting ready status", "True"),
  ];
}
