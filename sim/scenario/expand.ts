import { formatPath, type Complain, type Path, type Placed } from "./complaint.ts";
import type { NodeSpec, VirtualMachineSpec } from "./scenario.ts";
import { longestName } from "./schema/leaves.ts";
import { mostNodes, nodeSchema } from "./schema/node.ts";
import {
  mostVirtualMachines,
  virtualMachineSchema,
  type CreatedVirtualMachine,
  type DescribedVirtualMachine,
  type ManifestVirtualMachine,
} from "./schema/virtual-machine.ts";
import type { UsableShape } from "./shape.ts";

/** How long a VM has been running at t = 0 unless the scenario says. */
const defaultUptimeSeconds = 3600;

/** Refuses fleets that would fill the memory. Returns whether it did: then nothing may be expanded. */
export function refuseTooMany(
  { file: { nodes, virtualMachines } }: UsableShape,
  complain: Complain,
): boolean {
  const refuse = (key: string, what: string, entries: number | readonly object[], most: number) => {
    if (typeof entries === "number") return false;
    const count = entries.reduce((sum, entry) => sum + replicasIn(entry), 0);
    if (count <= most) return false;
    complain({
      path: [key],
      part: "key",
      message: `expected at most ${most} ${what}, got ${count}`,
      fix: "have fewer.",
    });
    return true;
  };
  const tooManyNodes = refuse("nodes", "nodes", nodes, mostNodes);
  const tooManyVms = refuse("virtualMachines", "VMs", virtualMachines, mostVirtualMachines);
  return tooManyNodes || tooManyVms;
}

function replicasIn(entry: { readonly replicas?: number }): number {
  return entry.replicas ?? 1;
}

/** The nodes, replicas named, each with the place of the entry it comes from. */
export function expandNodes(shape: UsableShape, complain: Complain): Placed<NodeSpec>[] {
  const { nodes: given } = shape.file;
  const entries = typeof given === "number" ? countedNodes(given) : placed(given, "nodes", shape);
  const nodes = entries.flatMap(({ path, value }) =>
    replicaNames({ path, value }, complain).map((name) => ({ path, value: nodeSpec(name, value) })),
  );
  refuseDuplicates(nodes, ({ name }) => name, "node", complain);
  return nodes;
}

/** node01, node02, … as KubeVirt's own test clusters name them. */
function countedNodes(count: number) {
  const digits = Math.max(2, String(count).length);
  return Array.from({ length: count }, (_, index) => ({
    path: ["nodes"],
    value: nodeSchema.parse({ name: `node${String(index + 1).padStart(digits, "0")}` }),
  }));
}

function nodeSpec(name: string, { labels, capacity }: ReturnType<typeof nodeSchema.parse>): NodeSpec {
  return { name, labels, cpus: capacity.cpu, memoryBytes: capacity.memory };
}

export interface VirtualMachines {
  /** As they are written. */
  readonly entries: readonly Placed<DescribedVirtualMachine>[];
  readonly manifests: readonly Placed<ManifestVirtualMachine>[];
  /** Each VM, with the place of the entry it comes from. */
  readonly all: readonly Placed<VirtualMachineSpec>[];
}

/** The VMs that are there from the start, replicas named. */
export function expandVirtualMachines(shape: UsableShape, complain: Complain): VirtualMachines {
  const given = virtualMachineEntries(shape);
  const entries = given.filter((entry): entry is Placed<DescribedVirtualMachine> => "name" in entry.value);
  const manifests = given.filter(
    (entry): entry is Placed<ManifestVirtualMachine> => "manifest" in entry.value,
  );
  const all = entries.flatMap((entry) =>
    replicasOf(entry, entry.value.uptime ?? defaultUptimeSeconds, complain),
  );
  refuseDuplicates(all, ({ namespace, name }) => `${namespace}/${name}`, "VM", complain);
  return { entries, manifests, all };
}

/** A count means so many of one kind: vm-0, vm-1, … */
function virtualMachineEntries(shape: UsableShape) {
  const { virtualMachines: given } = shape.file;
  if (typeof given !== "number") return placed(given, "virtualMachines", shape);
  const path = ["virtualMachines"];
  return given === 0 ? [] : [{ path, value: virtualMachineSchema.parse({ name: "vm", replicas: given }) }];
}

/** The VMs that one entry stands for. */
export function replicasOf(
  { path, value }: Placed<DescribedVirtualMachine | CreatedVirtualMachine>,
  uptimeSeconds: number,
  complain: Complain,
): Placed<VirtualMachineSpec>[] {
  return replicaNames({ path, value }, complain).map((name) => ({
    path,
    value: {
      namespace: value.namespace,
      name,
      labels: value.labels,
      runStrategy: value.runStrategy,
      cpu: value.cpu,
      memoryBytes: value.memory.guest,
      disks: value.disks.map((disk) => ({ name: disk.name, capacityBytes: disk.capacity })),
      interfaces: value.interfaces,
      guestAgent: value.guestAgent,
      nodeSelector: value.nodeSelector,
      workload: value.workload,
      uptimeSeconds,
    },
  }));
}

interface Replicated {
  readonly name: string;
  readonly replicas?: number | undefined;
}

/** NAME-0, NAME-1, …; without `replicas` the plain name. */
function replicaNames({ path, value: { name, replicas } }: Placed<Replicated>, complain: Complain): string[] {
  if (replicas === undefined) return [name];
  const names = Array.from({ length: replicas }, (_, index) => `${name}-${index}`);
  const longest = names.at(-1) ?? "";
  if (longest.length > longestName) {
    complain({
      path: [...path, "name"],
      message: `expected a name that leaves room for -0 … -${replicas - 1}, got one of ${name.length} characters`,
      fix: `shorten it to ${longestName - String(replicas).length - 1} characters.`,
    });
  }
  return names;
}

function placed<T>(
  items: readonly T[],
  section: "nodes" | "virtualMachines",
  shape: UsableShape,
): Placed<T>[] {
  return items.map((value, index) => ({ path: [section, shape.originalIndex(section, index)], value }));
}

/** Says it once for each entry that makes a name again. */
function refuseDuplicates<T>(
  all: readonly Placed<T>[],
  nameOf: (value: T) => string,
  what: string,
  complain: Complain,
): void {
  const firsts = new Map<string, Path>();
  const told = new Set<Path>();
  for (const { path, value } of all) {
    const name = nameOf(value);
    const first = firsts.get(name);
    if (first === undefined) firsts.set(name, path);
    else if (!told.has(path)) {
      told.add(path);
      complain({
        path: [...path, "name"],
        message: `there is a ${what} ${name} already, from ${formatPath(first)}`,
        fix: "give one of the two another name.",
      });
    }
  }
}
