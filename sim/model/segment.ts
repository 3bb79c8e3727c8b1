/** What began a segment. `boot` is always the first. */
export type SegmentCause =
  | "boot"
  | "pause"
  | "unpause"
  | "cpu-contention"
  | "storage-slowdown"
  | "network-trouble"
  | "migration"
  | "heal";

/**
 * A stretch of a Domain's life under one set of conditions. It lasts until the next segment begins.
 *
 * `totals` are what the domain's counters had reached when it began, at the places of its ReadingLayout;
 * the first segment has none (all are 0). So a reading costs the same however long the domain lives.
 */
export interface Segment {
  readonly fromSeconds: number;
  readonly cause: SegmentCause;
  /** What the conditions multiply, by resource; 1 where absent. `running: 0` stops the guest (pause). */
  readonly factors: SegmentFactors;
  readonly totals?: Float64Array;
}

export interface SegmentFactors {
  /** 0 while paused, 1 otherwise. */
  readonly running?: number;
  /** Rate at which vCPUs wait for a physical CPU. */
  readonly cpuDelay?: number;
  /** Time per disk request (operations fall accordingly). */
  readonly storageLatency?: number;
  /** Network traffic. */
  readonly network?: number;
}
