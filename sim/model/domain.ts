import type { Course } from "./course.ts";
import { filesystemsOf } from "./filesystems.ts";
import { guestOf } from "./guest.ts";
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

/** The Domain that begins to run with these facts. */
export function startDomain(facts: DomainFacts): Domain {
  return {
    ...facts,
    filesystems: filesystemsOf(facts),
    segments: [{ fromSeconds: facts.startSeconds, cause: "boot", factors: {}, runSeconds: 0 }],
  };
}

/**
 * The Domain under other conditions from `fromSeconds` on. They replace those of the segment before: what
 * still holds has to be said again.
 *
 * Throws RangeError if `fromSeconds` precedes the last segment.
 */
export function appendSegment(
  domain: Domain,
  seed: number,
  { fromSeconds, cause, factors }: Pick<Segment, "fromSeconds" | "cause" | "factors">,
): Domain {
  const last = domain.segments.at(-1);
  if (last !== undefined && fromSeconds < last.fromSeconds) {
    throw new RangeError(
      `a segment of ${domain.namespace}/${domain.name} from t = ${fromSeconds}: expected it to begin at or after the one before it (${last.cause}, t = ${last.fromSeconds}); append segments in the order of time`,
    );
  }
  const reached = reachedAt(guestOf(domain, seed).course, fromSeconds);
  return { ...domain, segments: [...domain.segments, { fromSeconds, cause, factors, ...reached }] };
}

/**
 * The Domain that runs on after a live migration, on the node that the guest came to.
 *
 * The guest does not notice, so its own counters go on (page faults, swap). The hypervisor's process is a new
 * one: CPU, disk and network count from 0 again.
 */
export function migrateDomain(
  domain: Domain,
  seed: number,
  {
    atSeconds,
    nodeName,
    hostCpus,
  }: { readonly atSeconds: number } & Pick<DomainFacts, "nodeName" | "hostCpus">,
): Domain {
  const { course } = guestOf(domain, seed);
  const { runSeconds, totals } = reachedAt(course, atSeconds);
  const kept = totals.map((total, place) => (course.isGuests(place) ? total : 0));
  const arrival: Segment = {
    fromSeconds: atSeconds,
    cause: "migration",
    factors: {},
    runSeconds,
    totals: kept,
  };
  return { ...domain, nodeName, hostCpus, segments: [arrival] };
}

/**
 * The Domain whose filesystem at `mountPoint` fills (or empties) steadily from `fromSeconds` on, for
 * `overSeconds`, until `toShare` of it is in use. Throws RangeError if it has no such filesystem.
 */
export function fillFilesystem(
  domain: Domain,
  seed: number,
  filling: Omit<Filling, "fromShare">,
): Domain & { readonly fillings: readonly Filling[] } {
  const index = domain.filesystems.findIndex(({ mountPoint }) => mountPoint === filling.mountPoint);
  if (index === -1) {
    throw new RangeError(
      `${domain.namespace}/${domain.name} has no filesystem at ${filling.mountPoint}; there are ${domain.filesystems.map(({ mountPoint }) => mountPoint).join(", ")}`,
    );
  }
  const fromShare = guestOf(domain, seed).filesystems.shareAt(index, filling.fromSeconds);
  const others = (domain.fillings ?? []).filter(({ mountPoint }) => mountPoint !== filling.mountPoint);
  return { ...domain, fillings: [...others, { ...filling, fromShare }] };
}

/** How far a domain has come at `t`: what its next segment begins with. */
function reachedAt(course: Course, t: number) {
  const totals = new Float64Array(course.count);
  course.totalsOffGridAt(t, totals);
  return { runSeconds: course.runSecondsAt(t), totals };
}
