import { isMachine } from "../../scenario/machines.ts";
import { defaultUptimeSeconds } from "../../scenario/scenario.ts";
import type {
  Manifest,
  NodeSpec,
  Scenario,
  TimelineEvent,
  VirtualMachineSpec,
} from "../../scenario/scenario.ts";

/** Up to so many, a fleet is looked at whole. */
const wholeFleet = { nodes: 12, virtualMachines: 60 };
/** Of a larger fleet so many of each kind stand for the others. */
const ofEachKind = { nodes: 2, virtualMachines: 2 };

/**
 * A part of the scenario's fleet with which all of it can be reckoned: the whole of a small one, else some nodes
 * and VMs of each kind, and in either case the VMs that the timeline will bring. Nothing happens in it.
 *
 * @param nodesOfKind how many nodes of each kind to take: more, where VMs find no room
 */
export function sampleOf(scenario: Scenario, nodesOfKind = ofEachKind.nodes): Scenario {
  const { nodes, virtualMachines } = scenario;
  const declared = isSmall(scenario)
    ? virtualMachines
    : firstOfEach(virtualMachines, kindOfMachine, ofEachKind.virtualMachines);
  const kinds = new Set(declared.map(kindOfMachine));
  const brought = machinesToCome(scenario).filter((vm) => !kinds.has(kindOfMachine(vm)));
  return {
    ...scenario,
    nodes: isSmall(scenario) ? nodes : firstOfEach(nodes, kindOfNode, nodesOfKind),
    virtualMachines: [...declared, ...firstOfEach(brought, kindOfMachine, 1)],
    manifests: [...scenario.manifests, ...manifestsToCome(scenario)],
    timeline: [],
  };
}

export function isSmall({ nodes, virtualMachines }: Scenario): boolean {
  return nodes.length <= wholeFleet.nodes && virtualMachines.length <= wholeFleet.virtualMachines;
}

/** VMs of one kind differ by name and age alone, so they have as many series each. */
export function kindOfMachine(vm: VirtualMachineSpec): string {
  return JSON.stringify({ ...vm, name: "", uptimeSeconds: 0 });
}

/** The same VM, running for long, under a name that no other has. */
export function started(vm: VirtualMachineSpec): VirtualMachineSpec {
  return { ...vm, name: `${vm.name}-started`, runStrategy: "Always", uptimeSeconds: defaultUptimeSeconds };
}

/** VMs that run later only. */
function machinesToCome({ timeline, virtualMachines }: Scenario): VirtualMachineSpec[] {
  return timeline.flatMap((event: TimelineEvent) => {
    if ("create" in event) return [started(event.create)];
    if ("churn" in event) return [started(event.churn.virtualMachine)];
    if (!("start" in event)) return [];
    const { namespace, name } = event.start;
    return virtualMachines.filter((vm) => vm.namespace === namespace && vm.name === name).map(started);
  });
}

/** VMs that are applied later only. */
function manifestsToCome({ timeline, manifests }: Scenario): Manifest[] {
  const there = new Set(manifests.map(nameOf));
  const applied = timeline.flatMap((event) => ("apply" in event ? (event.apply.objects ?? []) : []));
  return firstOfEach(applied.filter(isMachine), nameOf, 1).filter((object) => !there.has(nameOf(object)));
}

function nameOf({ kind, metadata: { namespace = "default", name } }: Manifest): string {
  return `${kind} ${namespace}/${name}`;
}

function kindOfNode(node: NodeSpec): string {
  return JSON.stringify({ ...node, name: "" });
}

function firstOfEach<T>(things: readonly T[], kindOf: (thing: T) => string, count: number): T[] {
  const taken = new Map<string, number>();
  return things.filter((thing) => {
    const kind = kindOf(thing);
    const before = taken.get(kind) ?? 0;
    taken.set(kind, before + 1);
    return before < count;
  });
}
