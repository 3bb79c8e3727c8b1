import type { Complain, Placed } from "../complaint.ts";
import type { RunStrategy } from "../scenario.ts";
import type { ScenarioFile } from "../schema/scenario.ts";
import type { CreatedVirtualMachine, DescribedVirtualMachine } from "../schema/virtual-machine.ts";
import { roundBytes } from "../units.ts";
import type { Fleet, FleetNode, NodeSet } from "./fleet.ts";
import { noRoom, plus, roomForComponents, roomForVirtualMachine, times, type Room } from "./room.ts";

/** How people speak of what pods take of a node, and which of a VM's keys asks for it. */
const resources = {
  memoryBytes: { say: roundBytes, key: ["memory", "guest"] },
  cpus: { say: (cpus: number) => `${Math.round(cpus * 10) / 10} CPUs`, key: ["cpu"] },
  pods: { say: (pods: number) => `${pods} pods`, key: [] },
} as const;
const resourceNames = Object.keys(resources) as (keyof Room)[];

/** Refuses a VM that no node is large enough for. */
export function checkFits(
  { path, value: vm }: Placed<DescribedVirtualMachine | CreatedVirtualMachine>,
  fleet: Fleet,
  complain: Complain,
): void {
  const { nodes, largest } = fleet.matching(vm.nodeSelector);
  const asked = roomForVirtualMachine(vm);
  for (const name of resourceNames) {
    if (nodes.length === 0 || asked[name] <= largest[name]) continue;
    const { say, key } = resources[name];
    complain({
      path: [...path, ...key],
      message: `the VM's launcher pod asks for ${say(asked[name])}, and the largest node it may run on has ${say(largest[name])}`,
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
  file: Pick<ScenarioFile, "kubevirt" | "kubeStateMetrics">,
  complain: Complain,
): void {
  const components = { nodes: fleet.nodes, asked: roomForComponents(file, fleet.nodes.length) };
  const groups = [...groupsOf(vms, fleet), components];
  for (const { nodes } of groups) {
    const asked = groups.filter((group) => isSubset(group.nodes, nodes)).map((group) => group.asked);
    const lacking = lackingResource(asked.reduce(plus, noRoom), nodes);
    if (lacking === undefined) continue;
    complain({
      path: ["virtualMachines"],
      part: "key",
      message:
        nodes.length === fleet.nodes.length
          ? `the VMs and KubeVirt's own pods need ${lacking.asked}, and the nodes have ${lacking.room}`
          : `the VMs confined to ${namesOf(nodes)} need ${lacking.asked}, and these nodes have ${lacking.room}`,
      fix: "have fewer or smaller VMs, or more or larger nodes.",
    });
    return;
  }
}

interface Group {
  readonly nodes: readonly FleetNode[];
  readonly asked: Room;
}

/** What the VMs that run from the start ask for, by the nodes they may run on. */
function groupsOf(vms: readonly Placed<DescribedVirtualMachine>[], fleet: Fleet): Group[] {
  const asked = new Map<NodeSet, Room>();
  for (const { value } of vms) {
    const set = fleet.matching(value.nodeSelector);
    const each = roomForVirtualMachine(value);
    // One that fits nowhere by itself was refused by itself.
    const fits = resourceNames.every((name) => each[name] <= set.largest[name]);
    if (!fits || !runsAtStart(value.runStrategy)) continue;
    asked.set(set, plus(asked.get(set) ?? noRoom, times(each, value.replicas ?? 1)));
  }
  return [...asked].map(([{ nodes }, room]) => ({ nodes, asked: room }));
}

/** A Halted VM waits for a start, and a Manual one to be asked. */
export function runsAtStart(runStrategy: RunStrategy): boolean {
  return runStrategy !== "Halted" && runStrategy !== "Manual";
}

function lackingResource(asked: Room, nodes: readonly FleetNode[]) {
  const room = nodes.map((node) => node.room).reduce(plus, noRoom);
  const name = resourceNames.find((resource) => asked[resource] > room[resource]);
  if (name === undefined) return undefined;
  const { say } = resources[name];
  return { asked: say(asked[name]), room: say(room[name]) };
}

function isSubset(some: readonly FleetNode[], all: readonly FleetNode[]): boolean {
  const names = new Set(all.map(({ name }) => name));
  return some.every(({ name }) => names.has(name));
}

function namesOf(nodes: readonly FleetNode[]): string {
  const shown = nodes.slice(0, 3).map(({ name }) => name);
  return nodes.length > 3 ? `${shown.join(", ")} and ${nodes.length - 3} more` : shown.join(" and ");
}
