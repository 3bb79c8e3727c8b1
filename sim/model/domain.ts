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
  /** The host device behind it, e.g. `vnet0`. */
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

/** A filesystem that came to be used otherwise than by itself: steadily, until it is as full as it is to be. */
export interface Filling {
  readonly mountPoint: string;
  /** When it begins, in seconds (t), and how long it takes. */
  readonly fromSeconds: number;
  readonly overSeconds: number;
  /** Shares of the capacity, from 0 to 1. */
  readonly fromShare: number;
  readonly toShare: number;
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
  /** What befell its filesystems: the latest of each. It is on the disk, so it outlives a start. */
  readonly fillings?: readonly Filling[];
}

/**
 * What the hypervisor of one node runs for one VMI: plain data that can cross a process boundary.
 *
 * All numbers a virt-handler reports are functions of a Domain, the seed and t. A Domain is never changed
 * in place; a cause that acts on it appends a segment.
 */
export interface Domain extends DomainFacts {
  readonly filesystems: readonly DomainFilesystem[];
  /** In the order of their `fromSeconds`; the first begins when the guest starts, or arrives by migration. */
  readonly segments: readonly Segment[];
}
