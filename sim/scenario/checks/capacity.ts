import { componentKinds, type KubeVirtVersion } from "../../model/components.ts";
import { componentTemplate } from "../../store/bootstrap/component-pods.ts";
import { launcherPodDraft } from "../../store/objects/launcher-pod.ts";
import { formatBytes } from "../../store/quantity.ts";
import { requestsOf } from "../../store/scheduling/node-room.ts";
import type { Complain, Placed } from "../complaint.ts";
import type { RunStrategy } from "../scenario.ts";
import type { CreatedVirtualMachine, DescribedVirtualMachine } from "../schema/virtual-machine.ts";
import { roundBytes } from "../units.ts";
import type { Fleet, FleetNode, Room } from "./fleet.ts";

/** Replicas of each component that runs as a Deployment; virt-handler has one pod per node. */
const deploymentReplicas = 2;

/** How people speak of what pods take of a node. */
const resources = {
  memoryBytes: { noun: "memory", say: roundBytes, key: ["memory", "guest"] },
  cpus: { noun: "CPUs", say: (cpus: number) => `${Math.round(cpus * 10) / 10} CPUs`, key: ["cpu"] },
  pods: { noun: "pods", say: (pods: number) => `${pods} pods`, key: [] },
} as const;
type Resource = keyof typeof resources;
const resourceNames = Object.keys(resources) as Resource[];

/** Refuses a VM that no node is large enough for. */
export function checkFits(
  { path, value: vm }: Placed<DescribedVirtualMachine | CreatedVirtualMachine>,
  fleet: Fleet,
  complain: Complain,
): void {
  const candidates = fleet.matching(vm.nodeSelector);
  const asked = requestedBy(vm);
  for (const name of resourceNames) {
    const most = largestRoom(candidates, name);
    if (candidates.length === 0 || asked[name] <= most) continue;
    const { say, key } = resources[name];
    complain({
      path: [...path, ...key],
      message: `the VM's launcher pod asks for ${say(asked[name])}, and the largest node it may run on has ${say(most)}`,
      fix: "make the VM smaller, or a node larger.",
    });
  }
}

/**
 * Refuses VMs that the nodes cannot hold together, for at t = 0 all of them run.
 *
 * Only what is certain is refused: VMs confined to some nodes ask for more than these have in all. Whether
 * everything fits in pieces is the scheduler's affair.
 */
export function checkAllFit(
  vms: readonly Placed<DescribedVirtualMachine>[],
  fleet: Fleet,
  version: KubeVirtVersion,
  complain: Complain,
): void {
  const groups = [
    ...groupsOf(vms, fleet),
    { nodes: fleet.nodes, asked: requestedByComponents(version, fleet) },
  ];
  for (const { nodes } of groups) {
    const confined = groups.filter((group) => isSubset(group.nodes, nodes));
    for (const name of resourceNames) {
      const asked = sum(confined.map((group) => group.asked[name]));
      const room = sum(nodes.map((node) => node.room[name]));
      if (asked <= room) continue;
      const { say } = resources[name];
      const whole = nodes.length === fleet.nodes.length;
      complain({
        path: ["virtualMachines"],
        part: "key",
        message: whole
          ? `the VMs and KubeVirt's own pods need ${say(asked)}, and the nodes have ${say(room)}`
          : `the VMs confined to ${namesOf(nodes)} need ${say(asked)}, and these nodes have ${say(room)}`,
        fix: "have fewer or smaller VMs, or more or larger nodes.",
      });
      return;
    }
  }
}

interface Group {
  readonly nodes: readonly FleetNode[];
  readonly asked: Room;
}

/** What the VMs that run from the start ask for, by the nodes they may run on. */
function groupsOf(vms: readonly Placed<DescribedVirtualMachine>[], fleet: Fleet): Group[] {
  const asked = new Map<readonly FleetNode[], Room>();
  for (const { value } of vms) {
    const nodes = fleet.matching(value.nodeSelector);
    const each = requestedBy(value);
    if (!runsAtStart(value.runStrategy) || !fitsOn(nodes, each)) continue;
    asked.set(nodes, plus(asked.get(nodes) ?? nothing, times(each, value.replicas ?? 1)));
  }
  return [...asked].map(([nodes, room]) => ({ nodes, asked: room }));
}

/** Whether there is a node that has as much of everything, not necessarily at once. */
function fitsOn(nodes: readonly FleetNode[], asked: Room): boolean {
  return resourceNames.every((name) => asked[name] <= largestRoom(nodes, name));
}

function largestRoom(nodes: readonly FleetNode[], name: Resource): number {
  return nodes.reduce((most, { room }) => Math.max(most, room[name]), 0);
}

/** A Halted VM waits for a start, and a Manual one to be asked. */
export function runsAtStart(runStrategy: RunStrategy): boolean {
  return runStrategy !== "Halted" && runStrategy !== "Manual";
}

/** What the launcher pod of a VM asks for. */
function requestedBy(vm: DescribedVirtualMachine | CreatedVirtualMachine): Room {
  const instance = {
    apiVersion: "kubevirt.io/v1",
    kind: "VirtualMachineInstance",
    metadata: { name: vm.name, uid: "", resourceVersion: "", creationTimestamp: "" },
    spec: { domain: { cpu: vm.cpu, memory: { guest: formatBytes(vm.memory.guest) }, devices: {} } },
    status: {},
  };
  return { ...requestsOf(launcherPodDraft(instance, "", "")), pods: 1 };
}

function requestedByComponents(version: KubeVirtVersion, fleet: Fleet): Room {
  return componentKinds
    .map((component) => {
      const replicas = component === "virt-handler" ? fleet.nodes.length : deploymentReplicas;
      return times({ ...requestsOf(componentTemplate(component, version, 0)), pods: 1 }, replicas);
    })
    .reduce(plus, nothing);
}

const nothing: Room = { cpus: 0, memoryBytes: 0, pods: 0 };

function plus(a: Room, b: Room): Room {
  return { cpus: a.cpus + b.cpus, memoryBytes: a.memoryBytes + b.memoryBytes, pods: a.pods + b.pods };
}

function times({ cpus, memoryBytes, pods }: Room, factor: number): Room {
  return { cpus: cpus * factor, memoryBytes: memoryBytes * factor, pods: pods * factor };
}

function isSubset(some: readonly FleetNode[], all: readonly FleetNode[]): boolean {
  const names = new Set(all.map(({ name }) => name));
  return some.every(({ name }) => names.has(name));
}

function namesOf(nodes: readonly FleetNode[]): string {
  const shown = nodes.slice(0, 3).map(({ name }) => name);
  return nodes.length > 3 ? `${shown.join(", ")} and ${nodes.length - 3} more` : shown.join(" and ");
}

function sum(numbers: readonly number[]): number {
  return numbers.reduce((total, number) => total + number, 0);
}
