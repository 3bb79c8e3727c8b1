import type { Segment } from "./segment.ts";
import type { Workload } from "./workload.ts";

/** A disk as the hypervisor sees it. */
export interface DomainDisk {
  /** The device alias: KubeVirt's name of the disk, e.g. `rootdisk`. */
  readonly alias: string;
  /** The target device in the guest, e.g. `vda`. */
  readonly device: string;
  readonly capacityBytes: number;
}

/** A network interface as the hypervisor sees it. */
export interface DomainInterface {
  /** The interface alias: KubeVirt's name, e.g. `default`. */
  readonly alias: string;
  /** The host device behind it, e.g. `tap0`. */
  readonly device: string;
}

/** A filesystem as the guest agent reports it. */
export interface DomainFilesystem {
  /** The guest's device, e.g. `vda1`. */
  readonly device: string;
  /** e.g. `xfs`, `ext4`, `ntfs`. */
  readonly type: string;
  readonly mountPoint: string;
  readonly capacityBytes: number;
}

/** What a Domain is started with. */
export interface DomainFacts {
  /** uid of the VirtualMachineInstance; a restarted VM has a new one, and counters from 0. */
  readonly uid: string;
  readonly namespace: string;
  readonly name: string;
  readonly nodeName: string;
  /** When the guest was started, in seconds (t). */
  readonly startSeconds: number;
  readonly vcpus: number;
  readonly memoryBytes: number;
  readonly disks: readonly DomainDisk[];
  readonly interfaces: readonly DomainInterface[];
  readonly guestAgent: boolean;
  /** Physical CPUs of the node: what an unpinned vCPU may run on. */
  readonly hostCpus: number;
  readonly workload: Workload;
}

/**
 * What the hypervisor of one node runs for one VMI: plain data that can cross a process boundary.
 *
 * All numbers a virt-handler reports are functions of a Domain, the seed and t. A Domain is never changed
 * in place; a cause that acts on it appends a segment.
 */
export interface Domain extends DomainFacts {
  readonly filesystems: readonly DomainFilesystem[];
  /** In the order of their `fromSeconds`; the first begins at `startSeconds`. */
  readonly segments: readonly Segment[];
}

/** The Domain that begins to run with these facts. */
export function startDomain(facts: DomainFacts): Domain {
  return {
    ...facts,
    filesystems: [],
    segments: [{ fromSeconds: facts.startSeconds, cause: "boot", factors: {} }],
  };
}
