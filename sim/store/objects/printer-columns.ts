import type { Kind } from "../kinds.ts";

/** An entry of a CustomResourceDefinition's `additionalPrinterColumns`. */
export interface PrinterColumn {
  readonly name: string;
  readonly type: string;
  readonly format?: string;
  readonly description?: string;
  readonly priority?: number;
  readonly jsonPath: string;
}

const age: PrinterColumn = { name: "Age", type: "date", jsonPath: ".metadata.creationTimestamp" };
const phase: PrinterColumn = { name: "Phase", type: "string", jsonPath: ".status.phase" };
const sourceKind: PrinterColumn = { name: "SourceKind", type: "string", jsonPath: ".spec.source.kind" };
const sourceName: PrinterColumn = { name: "SourceName", type: "string", jsonPath: ".spec.source.name" };
const readyToUse: PrinterColumn = { name: "ReadyToUse", type: "boolean", jsonPath: ".status.readyToUse" };
const creationTime: PrinterColumn = { name: "CreationTime", type: "date", jsonPath: ".status.creationTime" };
const error: PrinterColumn = { name: "Error", type: "string", jsonPath: ".status.error.message" };

const condition = (name: string, type: string, priority = 0): PrinterColumn => ({
  name,
  type: "string",
  priority,
  jsonPath: `.status.conditions[?(@.type=='${type}')].status`,
});

const replicas = (what: string): readonly PrinterColumn[] => [
  { name: "Desired", type: "integer", jsonPath: ".spec.replicas", description: `Number of desired ${what}` },
  {
    name: "Current",
    type: "integer",
    jsonPath: ".status.replicas",
    description: `Number of managed and not final or deleted ${what}`,
  },
  {
    name: "Ready",
    type: "integer",
    jsonPath: ".status.readyReplicas",
    description: `Number of managed ${what} which are ready to receive traffic`,
  },
  age,
];

/** By plural. Source: kubevirt pkg/virt-operator/resource/generate/components/crds.go */
const columnsByPlural: Readonly<Record<string, readonly PrinterColumn[]>> = {
  kubevirts: [age, phase],
  virtualmachines: [
    age,
    {
      name: "Status",
      type: "string",
      jsonPath: ".status.printableStatus",
      description: "Human Readable Status",
    },
    condition("Ready", "Ready"),
  ],
  virtualmachineinstances: [
    age,
    phase,
    { name: "IP", type: "string", jsonPath: ".status.interfaces[0].ipAddress" },
    { name: "NodeName", type: "string", jsonPath: ".status.nodeName" },
    condition("Ready", "Ready"),
    condition("Live-Migratable", "LiveMigratable", 1),
    condition("Paused", "Paused", 1),
  ],
  virtualmachineinstancemigrations: [
    { ...phase, description: "The current phase of VM instance migration" },
    {
      name: "VMI",
      type: "string",
      jsonPath: ".spec.vmiName",
      description: "The name of the VMI to perform the migration on",
    },
  ],
  virtualmachineinstancereplicasets: replicas("VirtualMachineInstances"),
  virtualmachinepools: replicas("VirtualMachines"),
  virtualmachinesnapshots: [sourceKind, sourceName, phase, readyToUse, creationTime, error],
  virtualmachinesnapshotcontents: [readyToUse, creationTime, error],
  virtualmachinerestores: [
    { name: "TargetKind", type: "string", jsonPath: ".spec.target.kind" },
    { name: "TargetName", type: "string", jsonPath: ".spec.target.name" },
    { name: "Complete", type: "boolean", jsonPath: ".status.complete" },
    { name: "RestoreTime", type: "date", jsonPath: ".status.restoreTime" },
  ],
  virtualmachineexports: [sourceKind, sourceName, phase],
  virtualmachineclones: [
    phase,
    { name: "SourceVirtualMachine", type: "string", jsonPath: ".spec.source.name" },
    { name: "TargetVirtualMachine", type: "string", jsonPath: ".spec.target.name" },
  ],
  virtualmachinebackups: [
    sourceKind,
    sourceName,
    { name: "Type", type: "string", jsonPath: ".status.type" },
    { name: "CheckpointName", type: "string", jsonPath: ".status.checkpointName" },
  ],
  virtualmachinebackuptrackers: [
    sourceKind,
    sourceName,
    { name: "LatestCheckpoint", type: "string", jsonPath: ".status.latestCheckpoint.name" },
    { name: "CheckpointTime", type: "date", jsonPath: ".status.latestCheckpoint.creationTime" },
  ],
};

/** The columns that KubeVirt has `kubectl get` show of a kind; undefined for one it gives none. */
export function printerColumnsOf({ plural }: Kind): readonly PrinterColumn[] | undefined {
  return columnsByPlural[plural];
}
