import { saturation } from "./curves.ts";
import { Demand } from "./demand.ts";
import type { Domain } from "./domain.ts";
import { clamp } from "./numbers.ts";
import { GiB, MiB } from "./workloads/parameters.ts";
import { loadOf } from "./workloads/registry.ts";

const pageBytes = 4096;
/** Of the memory that a guest's programs hold, the part that they write to again and again. */
const workingSetShare = 0.5;

/** What a migration is up against: how much memory there is, and how fast the guest writes to it. */
export interface GuestMemory {
  readonly memoryBytes: number;
  readonly dirtyBytesPerSecond: number;
  /** The pages that are written to again and again: no more than these is ever dirty. */
  readonly workingSetBytes: number;
}

/** How KubeVirt migrates; the names are those of `spec.configuration.migrations` of the KubeVirt object. */
export interface MigrationConfiguration {
  readonly bandwidthPerMigrationBytes: number;
  /** Aborted when it takes longer than this, times the guest's memory in GiB. */
  readonly completionTimeoutPerGiB: number;
  /** Aborted when for so long no pass had less to move than those before, in seconds. */
  readonly progressTimeout: number;
  /** How long the guest may stand still for the rest, in seconds: QEMU's downtime-limit. */
  readonly downtimeLimit: number;
}

/** KubeVirt's defaults, at the pace of a link that it does not limit. */
export const defaultMigrationConfiguration: MigrationConfiguration = {
  bandwidthPerMigrationBytes: 600 * MiB,
  completionTimeoutPerGiB: 150,
  progressTimeout: 150,
  downtimeLimit: 0.3,
};

/** One pass over the memory that was dirty when it began. */
interface Pass {
  readonly fromSeconds: number;
  readonly bytes: number;
  /** What the passes before it moved. */
  readonly processedBytes: number;
  /** How fast the guest wrote to its memory in the pass before; 0 in the first, which has none. */
  readonly dirtyBytesPerSecond: number;
}

/** A pre-copy migration from beginning to end, as plain data. */
export interface Migration {
  readonly totalBytes: number;
  readonly bytesPerSecond: number;
  readonly passes: readonly Pass[];
  readonly endSeconds: number;
  readonly outcome: "succeeded" | "completion-timeout" | "progress-timeout";
  /** How long the guest stood still at the end, in seconds; 0 if it was aborted. */
  readonly downtimeSeconds: number;
}

/** What libvirt reports of a migration job. */
export interface MigrationProgress {
  readonly totalBytes: number;
  readonly processedBytes: number;
  readonly remainingBytes: number;
  readonly dirtyBytesPerSecond: number;
  readonly transferBytesPerSecond: number;
}

/** The memory of a guest at `t`, as a migration that begins then finds it. */
export function guestMemoryAt(domain: Domain, seed: number, t: number): GuestMemory {
  const key = `${domain.namespace}/${domain.name}`;
  const load = loadOf(domain.workload, seed, key);
  const dirtyRate = load.dirtyRate * new Demand(load, seed, key).rateAt(t);
  return {
    memoryBytes: domain.memoryBytes,
    dirtyBytesPerSecond: Math.min(dirtyRate, domain.memoryBytes),
    workingSetBytes: Math.max(MiB, domain.memoryBytes * load.memory * workingSetShare),
  };
}

/**
 * The migration that begins at `fromSeconds`.
 *
 * Each pass moves what was written to during the one before. When so little is left that the guest may stand
 * still for it, it does, and moves; when that point does not come, KubeVirt aborts and the guest stays.
 */
export function planMigration(
  fromSeconds: number,
  guest: GuestMemory,
  configuration: MigrationConfiguration = defaultMigrationConfiguration,
): Migration {
  const { bandwidthPerMigrationBytes: bytesPerSecond, downtimeLimit } = configuration;
  const deadline = fromSeconds + Math.max(1, guest.memoryBytes / GiB) * configuration.completionTimeoutPerGiB;
  const passes: Pass[] = [];
  let pass: Pass = { fromSeconds, bytes: guest.memoryBytes, processedBytes: 0, dirtyBytesPerSecond: 0 };
  let progress = { leastBytes: Infinity, untilSeconds: fromSeconds };
  for (;;) {
    passes.push(pass);
    const seconds = pass.bytes / bytesPerSecond;
    const end = pass.fromSeconds + seconds;
    if (pass.bytes < progress.leastBytes) progress = { leastBytes: pass.bytes, untilSeconds: end };
    const stalled = progress.untilSeconds + configuration.progressTimeout;
    const known = { totalBytes: guest.memoryBytes, bytesPerSecond, passes };
    if (end > Math.min(deadline, stalled))
      return { ...known, ...abortedAt(deadline, stalled), downtimeSeconds: 0 };
    if (seconds <= downtimeLimit) {
      return { ...known, endSeconds: end, outcome: "succeeded", downtimeSeconds: seconds };
    }
    const bytes = dirtiedBytes(guest, seconds);
    const processedBytes = pass.processedBytes + pass.bytes;
    pass = { fromSeconds: end, bytes, processedBytes, dirtyBytesPerSecond: bytes / seconds };
  }
}

/** How a migration stands at `t`, in seconds; before its beginning and after its end as it then is. */
export function migrationProgressAt(migration: Migration, t: number): MigrationProgress {
  const { totalBytes, bytesPerSecond, passes, endSeconds, outcome } = migration;
  const moment = clamp(t, passes[0]?.fromSeconds ?? 0, endSeconds);
  const pass = passes.findLast(({ fromSeconds }) => fromSeconds <= moment) as Pass;
  const hasMoved = moment === endSeconds && outcome === "succeeded";
  const sent = wholePages((moment - pass.fromSeconds) * bytesPerSecond);
  const moved = hasMoved ? pass.bytes : Math.min(pass.bytes, sent);
  return {
    totalBytes,
    processedBytes: pass.processedBytes + moved,
    remainingBytes: pass.bytes - moved,
    dirtyBytesPerSecond: wholePages(pass.dirtyBytesPerSecond),
    transferBytesPerSecond: bytesPerSecond,
  };
}

function abortedAt(deadline: number, stalled: number): Pick<Migration, "endSeconds" | "outcome"> {
  return deadline <= stalled
    ? { endSeconds: deadline, outcome: "completion-timeout" }
    : { endSeconds: stalled, outcome: "progress-timeout" };
}

/** What a guest dirties in so many seconds: the working set over and over, so ever less that is new. */
function dirtiedBytes({ dirtyBytesPerSecond, workingSetBytes }: GuestMemory, seconds: number): number {
  return wholePages(workingSetBytes * saturation((dirtyBytesPerSecond * seconds) / workingSetBytes));
}

function wholePages(bytes: number): number {
  return Math.floor(bytes / pageBytes) * pageBytes;
}
