import { catalogueOf } from "../../metrics/catalogue.ts";
import { componentKinds, type ComponentKind, type KubeVirtVersion } from "../../model/components.ts";
import { machinesOf } from "../../scenario/machines.ts";
import type {
  Scenario,
  TimelineVerb,
  Verb,
  VerbArguments,
  VirtualMachineRef,
  VirtualMachineSpec,
} from "../../scenario/scenario.ts";
import { seriesOfTarget, type Units } from "./units.ts";

const minutesPerDay = 24 * 60;
/** Of a VM that starts again on its node: its status in between; phase, pod and address of the new VMI. */
const seriesOfRestart = 6;

/** Series that were not there before, because something in a scenario is another one than before. */
export interface NewSeries {
  /** By VMs that come and go without end. */
  readonly perDay: number;
  /** By all other events of the timeline together. */
  readonly inTimeline: number;
}

/** What is there before anything happens. */
export interface Fleet {
  readonly scenario: Scenario;
  readonly units: Units;
  /** Series of all targets of a kind, in a version. */
  readonly seriesOf: (component: ComponentKind, version: KubeVirtVersion) => number;
}

/**
 * Reckons the new series that a timeline brings. Left out is what comes once however much happens: the codes of
 * errors, the buckets of a kind of change that had not been seen.
 */
export function newSeriesOf(fleet: Fleet): NewSeries {
  let perDay = 0;
  let inTimeline = 0;
  for (const event of fleet.scenario.timeline) {
    if ("fault" in event) continue;
    if ("churn" in event && event.churn.forSeconds === undefined) {
      perDay += event.churn.perMinute * minutesPerDay * newMachine(fleet, event.churn.virtualMachine);
    } else inTimeline += newSeriesOfEvent(fleet, event);
  }
  return { perDay: Math.round(perDay), inTimeline: Math.round(inTimeline) };
}

type NewSeriesOf<V extends Verb> = (fleet: Fleet, given: VerbArguments[V]) => number;

const nothing = () => 0;
/** The status of a VM is a label of `kubevirt_vm_info`. */
const newStatus = () => 1;

const verbs: { readonly [V in Verb]: NewSeriesOf<V> } = {
  create: newMachine,
  churn: (fleet, { perMinute, forSeconds = 0, virtualMachine }) =>
    Math.ceil((perMinute * forSeconds) / 60) * newMachine(fleet, virtualMachine),
  apply: ({ units }, { objects = [] }) =>
    sumOf(componentKinds, (component) => units.ofManifests(component, objects).series),
  delete: newStatus,
  start: (fleet, vm) => ofMachine(fleet, vm, newInstance),
  stop: newStatus,
  restart: () => seriesOfRestart,
  pause: newStatus,
  unpause: newStatus,
  migrate: (fleet, vm) => ofMachine(fleet, vm, migrated),
  // Its panics are counted, and it runs again as another VMI.
  panic: (fleet, vm) => 1 + ofMachine(fleet, vm, newInstance),
  hang: nothing,
  fill: nothing,
  drain: (fleet) => ofAverageNode(fleet, migrated) + movedComponents(fleet),
  cordon: nothing,
  uncordon: nothing,
  addNode: ({ units }) => newPod(units, "virt-handler"),
  removeNode: (fleet) => ofAverageNode(fleet, newInstance) + movedComponents(fleet),
  scale: ({ units }, { component, replicas }) =>
    Math.max(0, replicas - units.count(component)) * newPod(units, component),
  rollout: ({ scenario, seriesOf }, { component, version = scenario.kubevirt.version }) =>
    sumOf(component === undefined ? componentKinds : [component], (kind) => seriesOf(kind, version)),
  // The same pod begins anew, and leads as before.
  crash: nothing,
};

function newSeriesOfEvent(fleet: Fleet, event: TimelineVerb): number {
  const given = (Object.keys(verbs) as Verb[]).filter((verb) => verb in event);
  return sumOf(given, (verb) => newSeriesOfVerb(fleet, verb, event as VerbArguments));
}

function newSeriesOfVerb<V extends Verb>(fleet: Fleet, verb: V, event: Pick<VerbArguments, V>): number {
  return verbs[verb](fleet, event[verb]);
}

function newMachine({ units }: Fleet, vm: VirtualMachineSpec): number {
  return sumOf(componentKinds, (component) => units.startedMachine(component, vm).series);
}

/** It had no VMI, or had it on another node. */
function newInstance({ units }: Fleet, vm: VirtualMachineSpec): number {
  return newStatus() + sumOf(componentKinds, (component) => units.startedMachine(component, vm).ofInstance);
}

function migrated({ scenario, units }: Fleet, vm: VirtualMachineSpec): number {
  const { version } = scenario.kubevirt;
  return (
    seriesOfMigration(version) + sumOf(componentKinds, (component) => units.machine(component, vm).onNode)
  );
}

/** Those that a migration has which succeeds: its progress on the source, its times, its outcome. */
function seriesOfMigration(version: KubeVirtVersion): number {
  return catalogueOf(version).filter(
    ({ name, labels }) =>
      name.startsWith("kubevirt_vmi_migration_") &&
      name !== "kubevirt_vmi_migration_failed" &&
      (labels.includes("name") || labels.includes("vmi")),
  ).length;
}

function newPod(units: Units, component: ComponentKind): number {
  return units.base(component).series + seriesOfTarget;
}

/** The components on a node that are not there for the node begin anew on another. */
function movedComponents({ scenario, units }: Fleet): number {
  const deployed = componentKinds.filter((component) => component !== "virt-handler");
  const ofAll = sumOf(deployed, (component) => units.count(component) * newPod(units, component));
  return ofAll / scenario.nodes.length;
}

type OfMachine = (fleet: Fleet, vm: VirtualMachineSpec) => number;

function ofMachine(fleet: Fleet, { namespace, name }: VirtualMachineRef, count: OfMachine): number {
  const { virtualMachines } = fleet.scenario;
  const vm = virtualMachines.find((one) => one.namespace === namespace && one.name === name);
  return vm === undefined ? averageMachine(fleet, count) : count(fleet, vm);
}

function ofAverageNode(fleet: Fleet, count: OfMachine): number {
  return (averageMachine(fleet, count) * machinesOf(fleet.scenario).length) / fleet.scenario.nodes.length;
}

/** Stands for one that came later, or from a manifest. */
function averageMachine(fleet: Fleet, count: OfMachine): number {
  const { virtualMachines } = fleet.scenario;
  return sumOf(virtualMachines, (vm) => count(fleet, vm)) / Math.max(1, virtualMachines.length);
}

function sumOf<T>(things: readonly T[], count: (thing: T) => number): number {
  return things.reduce((sum, thing) => sum + count(thing), 0);
}
