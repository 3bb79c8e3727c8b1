import type { Workload } from "../model/workload.ts";
import type { Parameter } from "../model/workloads/parameters.ts";
import { workloadKinds } from "../model/workloads/registry.ts";
import { formatBytes } from "../store/quantity.ts";
import { inColumns } from "./columns.ts";
import { describeEvent } from "./explain-event.ts";
import type {
  Manifest,
  NodeSpec,
  Scenario,
  TimelineEvent,
  VirtualMachineRef,
  VirtualMachineSpec,
} from "./scenario.ts";
import { formatParameter } from "./parameter-text.ts";
import { formatDuration } from "./units.ts";

/** A scenario in plain English: its fleet, and its timeline with absolute times. */
export function explainScenario(scenario: Scenario): string {
  const { nodes, virtualMachines, manifests, timeline } = scenario;
  const sections = [
    headingOf(scenario),
    [count(nodes.length, "node"), ...alikeRuns(nodes, describeNode).map(indented)],
    [
      count(virtualMachines.length, "VM"),
      ...alikeRuns(virtualMachines, describeVirtualMachine).map(indented),
    ],
    ...(manifests.length === 0
      ? []
      : [
          [
            `${count(manifests.length, "object")} from manifests`,
            ...manifests.map(describeObject).map(indented),
          ],
        ]),
    [count(timeline.length, "event"), ...inColumns(timeline.map(rowOf)).map(indented)],
  ];
  return `${sections.map((lines) => lines.join("\n")).join("\n\n")}\n`;
}

function headingOf({ name, description, kubevirt, seed, durationSeconds }: Scenario): string[] {
  const end = durationSeconds === undefined ? "stays up" : `ends after ${formatDuration(durationSeconds)}`;
  return [
    description === "" ? name : `${name}: ${description}`,
    `KubeVirt ${kubevirt.version}; seed ${seed}; ${end}.`,
  ];
}

function describeNode({ labels, cpus, memoryBytes }: NodeSpec): string {
  const pairs = Object.entries(labels).map(([key, value]) => `${key}=${value}`);
  return [`${cpus} CPUs`, formatBytes(memoryBytes), ...pairs].join(", ");
}

function describeVirtualMachine(vm: VirtualMachineSpec): string {
  const { cores, sockets, threads } = vm.cpu;
  const disks = vm.disks.map(({ capacityBytes }) => formatBytes(capacityBytes)).join(" + ");
  const selector = Object.entries(vm.nodeSelector).map(([key, value]) => `${key}=${value}`);
  return [
    count(cores * sockets * threads, "vCPU"),
    formatBytes(vm.memoryBytes),
    disks === "" ? "no disk" : `${disks} disk`,
    describeWorkload(vm.workload),
    ...(vm.guestAgent ? [] : ["no guest agent"]),
    ...(selector.length === 0 ? [] : [`only on nodes with ${selector.join(" and ")}`]),
    vm.runStrategy === "Always" ? `up for ${formatDuration(vm.uptimeSeconds)}` : vm.runStrategy,
  ].join(", ");
}

function describeObject({ kind, metadata }: Manifest): string {
  return `${kind} ${nameOf(metadata)}`;
}

/** `database (dirtyRate 40Mi, burstEvery 5m)` */
function describeWorkload({ type, parameters }: Workload): string {
  const known: Readonly<Record<string, Parameter>> = workloadKinds[type].parameters;
  const given = Object.entries(parameters).map(
    ([name, value]) => `${name} ${formatParameter(value, known[name]?.unit)}`,
  );
  return given.length === 0 ? type : `${type} (${given.join(", ")})`;
}

function rowOf(event: TimelineEvent): string[] {
  return [formatDuration(event.atSeconds), event.name, describeEvent(event)];
}

interface Named {
  readonly namespace?: string;
  readonly name: string;
}

/** One line for each run of things that differ by name alone. */
function alikeRuns<T extends Named>(things: readonly T[], describe: (thing: T) => string): string[] {
  const runs: { first: T; last: T; text: string }[] = [];
  for (const thing of things) {
    const text = describe(thing);
    const run = runs.at(-1);
    const goesOn = run?.text === text && stemOf(run.first) === stemOf(thing);
    if (run !== undefined && goesOn) run.last = thing;
    else runs.push({ first: thing, last: thing, text });
  }
  return inColumns(
    runs.map(({ first, last, text }) => [
      first === last ? nameOf(first) : `${nameOf(first)} … ${last.name}`,
      text,
    ]),
  );
}

function stemOf(thing: Named): string {
  return nameOf(thing).replace(/\d+$/, "");
}

function nameOf({ namespace, name }: Named | VirtualMachineRef): string {
  return namespace === undefined ? name : `${namespace}/${name}`;
}

function indented(line: string): string {
  return `  ${line}`;
}

function count(number: number, noun: string): string {
  return `${number === 0 ? "no" : number} ${noun}${number === 1 ? "" : "s"}`;
}
