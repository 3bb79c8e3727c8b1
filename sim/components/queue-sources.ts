import { controllerOf, keyOf, type KubeObject } from "../store/object.ts";

/** Which objects a queue's controller looks at when an object of some kind changes. */
export interface QueueSource {
  readonly plural: string;
  readonly keys: (object: KubeObject) => readonly string[];
}

/** One queue of virt-controller. */
interface ControllerQueue {
  readonly name: string;
  /** How many keys are worked on at once. */
  readonly workers: number;
  readonly sources: readonly QueueSource[];
}

/** The changed object itself. */
function each(plural: string): QueueSource {
  return { plural, keys: ({ metadata }) => [keyOf(metadata)] };
}

/** Its owner, if that is of this kind. */
function ownerOf(plural: string, kind: string): QueueSource {
  return {
    plural,
    keys: (object) => {
      const owner = controllerOf(object);
      return owner?.kind === kind ? [keyOf({ ...object.metadata, name: owner.name })] : [];
    },
  };
}

/** The node that a VMI is on. */
const nodeOfInstance: QueueSource = {
  plural: "virtualmachineinstances",
  keys: (object) => {
    const { nodeName } = (object as { readonly status?: { readonly nodeName?: string } }).status ?? {};
    return nodeName === undefined || nodeName === "" ? [] : [nodeName];
  },
};

export const nodeQueue = "virt-controller-node";
export const instanceQueue = "virt-controller-vmi";

/**
 * The queues of virt-controller, in the order in which they are made.
 *
 * Source: kubevirt pkg/virt-controller/watch; `vmsnashotstatus` is spelled like that there
 */
export const controllerQueues: readonly ControllerQueue[] = [
  { name: nodeQueue, workers: 3, sources: [each("nodes"), nodeOfInstance] },
  {
    name: instanceQueue,
    workers: 10,
    sources: [each("virtualmachineinstances"), ownerOf("pods", "VirtualMachineInstance")],
  },
  {
    name: "virt-controller-vm",
    workers: 10,
    sources: [each("virtualmachines"), ownerOf("virtualmachineinstances", "VirtualMachine")],
  },
  {
    name: "virt-controller-pool",
    workers: 3,
    sources: [each("virtualmachinepools"), ownerOf("virtualmachines", "VirtualMachinePool")],
  },
  {
    name: "virt-controller-disruption-budget",
    workers: 3,
    sources: [
      each("virtualmachineinstances"),
      ownerOf("poddisruptionbudgets", "VirtualMachineInstance"),
      ownerOf("pods", "VirtualMachineInstance"),
    ],
  },
  { name: "virt-controller-evacuation", workers: 3, sources: [each("nodes"), nodeOfInstance] },
  { name: "virt-controller-migration", workers: 3, sources: [each("virtualmachineinstancemigrations")] },
  {
    name: "virt-controller-replicaset",
    workers: 3,
    sources: [
      each("virtualmachineinstancereplicasets"),
      ownerOf("virtualmachineinstances", "VirtualMachineInstanceReplicaSet"),
    ],
  },
  { name: "virt-controller-workload-update", workers: 3, sources: [each("kubevirts")] },
  { name: "virt-controller-vmclone", workers: 3, sources: [each("virtualmachineclones")] },
  {
    name: "virt-controller-snapshot-vmsnapshot",
    workers: 6,
    sources: [each("virtualmachinesnapshots")],
  },
  {
    name: "virt-controller-snapshot-vmsnapshotcontent",
    workers: 6,
    sources: [each("virtualmachinesnapshotcontents")],
  },
  { name: "virt-controller-snapshot-crd", workers: 6, sources: [each("customresourcedefinitions")] },
  { name: "virt-controller-snapshot-vmsnashotstatus", workers: 6, sources: [each("virtualmachines")] },
  { name: "virt-controller-snapshot-vm", workers: 6, sources: [each("virtualmachines")] },
  { name: "virt-controller-restore-vmrestore", workers: 3, sources: [each("virtualmachinerestores")] },
  { name: "virt-controller-export-vmexport", workers: 3, sources: [each("virtualmachineexports")] },
  { name: "virt-controller-vmbackup", workers: 3, sources: [each("virtualmachinebackups")] },
  {
    name: "virt-controller-vmbackup-tracker",
    workers: 3,
    sources: [each("virtualmachinebackuptrackers")],
  },
];
