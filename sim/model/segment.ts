/**
 * A stretch of a Domain's life under one set of conditions. It lasts until the next segment begins.
 *
 * PLACEHOLDER CONTRACT: the model owner completes this (totals so far, factors per resource).
 */
export interface Segment {
  readonly fromSeconds: number;
  /** What began it: `boot`, `pause`, `cpu-contention`, … */
  readonly cause: string;
}
