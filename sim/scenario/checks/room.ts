import { componentKinds } from "../../model/components.ts";
import { componentTemplate } from "../../store/bootstrap/component-pods.ts";
import { stateMetricsTemplate } from "../../store/bootstrap/kube-state-metrics.ts";
import { launcherPodDraft } from "../../store/objects/launcher-pod.ts";
import { formatBytes } from "../../store/quantity.ts";
import { requestsOf, type Resources } from "../../store/scheduling/node-room.ts";
import type { ScenarioFile } from "../schema/scenario.ts";
import type { CreatedVirtualMachine, DescribedVirtualMachine } from "../schema/virtual-machine.ts";

/** What pods take of a node, and what it has for them. */
export interface Room extends Resources {
  readonly pods: number;
}

export const noRoom: Room = { cpus: 0, memoryBytes: 0, pods: 0 };

export function plus(a: Room, b: Room): Room {
  return { cpus: a.cpus + b.cpus, memoryBytes: a.memoryBytes + b.memoryBytes, pods: a.pods + b.pods };
}

export function times({ cpus, memoryBytes, pods }: Room, factor: number): Room {
  return { cpus: cpus * factor, memoryBytes: memoryBytes * factor, pods: pods * factor };
}

/** What the launcher pod of a VM asks for. */
export function roomForVirtualMachine(vm: DescribedVirtualMachine | CreatedVirtualMachine): Room {
  const instance = {
    apiVersion: "kubevirt.io/v1",
    kind: "VirtualMachineInstance",
    metadata: { name: vm.name, uid: "", resourceVersion: "", creationTimestamp: "" },
    spec: { domain: { cpu: vm.cpu, memory: { guest: formatBytes(vm.memory.guest) }, devices: {} } },
    status: {},
  };
  return { ...requestsOf(launcherPodDraft(instance, "", "")), pods: 1 };
}

/** Replicas of each component that runs as a Deployment; virt-handler has one pod per node. */
const deploymentReplicas = 2;

/** What the pods that are no VM's ask for. */
export function roomForComponents(
  { kubevirt: { version }, kubeStateMetrics }: Pick<ScenarioFile, "kubevirt" | "kubeStateMetrics">,
  nodes: number,
): Room {
  const companions = kubeStateMetrics ? [{ ...requestsOf(stateMetricsTemplate(0)), pods: 1 }] : [];
  return componentKinds
    .map((component) => {
      const each = { ...requestsOf(componentTemplate(component, version, 0)), pods: 1 };
      return times(each, component === "virt-handler" ? nodes : deploymentReplicas);
    })
    .concat(companions)
    .reduce(plus, noRoom);
}
