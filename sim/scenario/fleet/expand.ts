import type { Complain, Placed } from "../complaint.ts";
import { refuseDuplicates, replicaNames } from "./replicas.ts";
import { defaultUptimeSeconds, type NodeSpec, type VirtualMachineSpec } from "../scenario.ts";
import { nodeSchema, type NodeEntry } from "../schema/node.ts";
import {
  virtualMachineSchema,
  type CreatedVirtualMachine,
  type DescribedVirtualMachine,
  type ManifestVirtualMachine,
} from "../schema/virtual-machine.ts";
import type { UsableShape } from "../shape.ts";

/** The nodes, replicas named, each with the place of the entry it comes from. */
export function expandNodes(shape: UsableShape, complain: Complain): Placed<NodeSpec>[] {
  const { nodes: given } = shape.file;
  const entries = typeof given === "number" ? countedNodes(given) : placed(given, "nodes", shape);
  const nodes = entries.flatMap((entry) => nodesOf(entry, complain));
  refuseDuplicates(nodes, ({ name }) => name, "node", complain);
  return nodes;
}

/** node01, node02, … as KubeVirt's own test clusters name them. */
function countedNodes(count: number): Placed<NodeEntry>[] {
  const digits = Math.max(2, String(count).length);
  return Array.from({ length: count }, (_, index) => ({
    path: ["nodes"],
    value: nodeSchema.parse({ name: `node${String(index + 1).padStart(digits, "0")}` }),
  }));
}

/** The nodes that one entry stands for. */
export function nodesOf({ path, value }: Placed<NodeEntry>, complain: Complain): Placed<NodeSpec>[] {
  const { labels, capacity } = value;
  return replicaNames({ path, value }, complain).map((name) => ({
    path,
    value: { name, labels, cpus: capacity.cpu, memoryBytes: capacity.memory },
  }));
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
    virtualMachinesOf(entry, entry.value.uptime ?? defaultUptimeSeconds, complain),
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
export function virtualMachinesOf(
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
      disks: value.disks.map(({ capacity, ...disk }) => ({ ...disk, capacityBytes: capacity })),
      interfaces: value.interfaces,
      guestAgent: value.guestAgent,
      nodeSelector: value.nodeSelector,
      workload: value.workload,
      uptimeSeconds,
    },
  }));
}

function placed<T>(
  items: readonly T[],
  section: "nodes" | "virtualMachines",
  shape: UsableShape,
): Placed<T>[] {
  return items.map((value, index) => ({ path: [section, shape.originalIndex(section, index)], value }));
}
