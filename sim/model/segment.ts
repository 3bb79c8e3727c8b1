/** What began a segment. `boot` is always the first. */
export type SegmentCause =
  | "boot"
  | "pause"
  | "unpause"
  | "cpu-contention"
  | "storage-slowdown"
  | "network-trouble"
  | "migration"
  | "hang"
  | "panic"
  | "heal";

/**
 * A stretch of a Domain's life under one set of conditions. It lasts until the next segment begins.
 *
 * It knows how far the domain had come when it began, so a reading costs the same however long the domain
 * lives. `appendSegment` makes one.
 */
export interface Segment {
  readonly fromSeconds: number;
  readonly cause: SegmentCause;
  /** What the conditions multiply, by resource; 1 where absent. `running: 0` stops the guest (pause). */
  readonly factors: SegmentFactors;
  /** How long the guest had run by then, without its pauses. */
  readonly runSeconds: number;
  /** What the domain's counters had reached by then, unrounded, in the order of its flows; absent: all 0. */
  readonly totals?: Float64Array;
}

export interface SegmentFactors {
  /** 0 while paused, 1 otherwise. */
  readonly running?: number;
  /** 0 while the hypervisor does not answer what it is asked, 1 otherwise. The guest runs on. */
  readonly answering?: number;
  /** Rate at which vCPUs wait for a physical CPU. */
  readonly cpuDelay?: number;
  /** Time per disk request (operations fall accordingly). */
  readonly storageLatency?: number;
  /** Network traffic. */
  readonly network?: number;
}

/** The segment of `segments` (at least one) that `t` lies in, as its place; the first for what is before it. */
export function segmentIndexAt(segments: readonly Segment[], t: number): number {
  let index = segments.length - 1;
  while (index > 0 && (segments[index] as Segment).fromSeconds > t) index--;
  return index;
}

export function isRunning({ factors }: Segment): boolean {
  return (factors.running ?? 1) > 0;
}

export function isAnswering({ factors }: Segment): boolean {
  return (factors.answering ?? 1) > 0;
}
