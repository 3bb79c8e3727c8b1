import type { z } from "zod";
import type { AccessMode } from "../scenario.ts";
import { choose } from "./choose.ts";
import { isMapping } from "./is-mapping.ts";
import { labels, list, name, oneOf, text, trueOrFalse, wholeNumber } from "./leaves.ts";
import { mapping } from "./mapping.ts";
import { bytes, duration } from "./measures.ts";
import { describeFound, statementOf } from "./statement.ts";
import { workloadSchema } from "./workload.ts";

/** Far beyond what any one cluster runs; a slip of the keyboard should not fill the memory. */
export const mostVirtualMachines = 100_000;

/** Ten years: beyond that, dates come out before there was KubeVirt. */
const longestUptimeSeconds = 3650 * 86_400;

export const runStrategies = ["Always", "RerunOnFailure", "Manual", "Halted", "Once"] as const;

const cpuCount = (what: string) =>
  wholeNumber(1, 512, `have at least one ${what}, or delete the line to get the default (1).`).default(1);

const cpuSchema = mapping(
  {
    cores: cpuCount("core").describe("Cores per socket."),
    sockets: cpuCount("socket").describe("Sockets."),
    threads: cpuCount("thread").describe("Threads per core. The guest has cores × sockets × threads vCPUs."),
  },
  { what: "a VM's CPU topology", fix: (found) => `write it as cpu: {cores: ${plain(found, "2")}}.` },
);

const memorySchema = mapping(
  {
    guest: bytes("guest memory", "4Gi", { least: 2 ** 20 })
      .prefault("2Gi")
      .describe("Memory that the guest sees."),
  },
  { what: "a VM's memory", fix: (found) => `write it as memory: {guest: ${plain(found, "4Gi")}}.` },
);

const accessModes = ["ReadWriteMany", "ReadWriteOnce"] as const satisfies readonly AccessMode[];

const diskSchema = mapping(
  {
    name: name("the disk's name").describe("Name of the disk, as metrics show it in `drive`."),
    capacity: bytes("a disk's capacity", "30Gi", { least: 2 ** 20 })
      .prefault("30Gi")
      .describe("Size of the disk."),
    accessMode: oneOf(accessModes, "an access mode")
      .exactOptional()
      .describe(
        "Of the disk's claim. With ReadWriteOnce the VM cannot be migrated, and so not be evicted. Default ReadWriteMany.",
      ),
  },
  { what: "a disk", elsewhere: { size: "did you mean capacity?" } },
);

const interfaceSchema = mapping(
  {
    name: name("the interface's name").describe("Name of the interface, as metrics show it in `interface`."),
  },
  { what: "an interface" },
);

/** What a VM is, whether it is there from the start or the timeline creates it. */
const virtualMachineShape = {
  name: name("the VM's name").describe("Name of the VM, or with replicas the stem of their names."),
  namespace: name("a namespace").default("default").describe("Namespace of the VM; it is made if need be."),
  replicas: wholeNumber(1, mostVirtualMachines, "delete the line to get one VM with exactly this name.")
    .exactOptional()
    .describe("How many VMs of this kind there are: NAME-0, NAME-1, … Without it one, named NAME."),
  labels: labels().default({}).describe("Labels of VM and VMI; each shows on every series of its guest."),
  runStrategy: oneOf(runStrategies, "a run strategy")
    .default("Always")
    .describe("KubeVirt's run strategy. Halted and Manual VMs do not run until they are started."),
  cpu: cpuSchema.prefault({}).describe("CPU topology."),
  memory: memorySchema.prefault({}).describe("Memory."),
  disks: list(diskSchema, "disks", 26)
    .prefault([{ name: "rootdisk" }])
    .describe("Disks, in the order vda, vdb, …"),
  interfaces: list(interfaceSchema, "interfaces", 26)
    .prefault([{ name: "default" }])
    .describe("Network interfaces; the first is on the pod network."),
  guestAgent: trueOrFalse("say whether the guest runs qemu-guest-agent, or delete the line (true).")
    .default(true)
    .describe("Whether the guest runs qemu-guest-agent, which some metrics come from."),
  nodeSelector: labels().default({}).describe("Labels of the nodes on which the VM may run."),
  workload: workloadSchema.prefault("idle").describe("What the guest does."),
};

const elsewhere = {
  cores: "write it as cpu: {cores: 2}.",
  count: "did you mean replicas?",
  running: "write runStrategy: Always or runStrategy: Halted.",
  spec: "write what it holds (cpu, memory, …) right here; this is not a Kubernetes manifest.",
  metadata: "write what it holds (name, namespace, labels) right here; this is not a Kubernetes manifest.",
};

export const virtualMachineSchema = mapping(
  {
    ...virtualMachineShape,
    uptime: duration("a duration", "1h", { most: longestUptimeSeconds })
      .exactOptional()
      .describe("How long it has been running at t = 0; so have its counters. Default 1h."),
  },
  { what: "a VM", elsewhere },
);

export type DescribedVirtualMachine = z.output<typeof virtualMachineSchema>;

/** A VM that the timeline creates: it has no past. */
export const createdVirtualMachineSchema = mapping(virtualMachineShape, {
  what: "a created VM",
  elsewhere: { ...elsewhere, uptime: "delete it; what the timeline creates has no past." },
});

export type CreatedVirtualMachine = z.output<typeof createdVirtualMachineSchema>;

/** A VM taken from a Kubernetes manifest, unchanged; only its load is ours. */
const manifestVirtualMachineSchema = mapping(
  {
    manifest: text("the path of a VirtualMachine's YAML", "write a path relative to this file.").describe(
      "Path of a file with a VirtualMachine, relative to the scenario.",
    ),
    workload: workloadSchema.prefault("idle").describe("What the guest does."),
  },
  {
    what: "a VM from a manifest",
    elsewhere: {
      ...Object.fromEntries(
        Object.keys(virtualMachineSchema.shape).map((key) => [
          key,
          "write it in the manifest, and delete it here.",
        ]),
      ),
      uptime: "delete it; such a VM has been running for 1h.",
    },
  },
);

export type ManifestVirtualMachine = z.output<typeof manifestVirtualMachineSchema>;

const virtualMachineEntrySchema = choose(
  { described: virtualMachineSchema, manifest: manifestVirtualMachineSchema },
  (value) => (isMapping(value) && "manifest" in value ? "manifest" : "described"),
);

export const virtualMachinesSchema = choose(
  {
    count: wholeNumber(0, mostVirtualMachines, "write how many VMs there are, or delete the line for none."),
    list: list(virtualMachineEntrySchema, "VMs"),
  },
  (value) => {
    if (typeof value === "number") return "count";
    if (Array.isArray(value)) return "list";
    return statementOf(value, {
      expected: "a number of VMs or a list of VMs",
      fix: "write virtualMachines: 12, or a list of {name: …, replicas: …, workload: …}.",
    });
  },
);

/** A word or number that was written where a mapping belongs, to be shown inside that mapping. */
function plain(found: unknown, example: string): string {
  const isPlain = typeof found === "string" || typeof found === "number";
  return isPlain ? describeFound(found).replaceAll('"', "") : example;
}
