/** Upper bounds of histogram buckets, without +Inf. */

/** `count` bounds, each `factor` times the one before: multiplied one by one, as client_golang rounds them. */
function exponentialBuckets(start: number, factor: number, count: number): readonly number[] {
  const bounds: number[] = [];
  for (let bound = start; bounds.length < count; bound *= factor) bounds.push(bound);
  return bounds;
}

export const restLatencyBuckets: readonly number[] = [
  0.005, 0.025, 0.05, 0.1, 0.2, 0.4, 0.6, 0.8, 1, 1.25, 1.5, 2, 3, 4, 5, 6, 8, 10, 15, 20, 30, 45, 60,
];

/** Also those of the request latency through v0.58. */
export const rateLimiterBuckets = exponentialBuckets(0.001, 2, 10);

/** From 10 ns to 10 s; as in Go, some are a hair off (9.999999999999999e-06). */
export const workqueueBuckets = exponentialBuckets(10e-9, 10, 10);

export const phaseTransitionBuckets: readonly number[] = [
  0.5, 1, 2, 5, 10, 20, 30, 40, 50, 60, 90, 120, 180, 300, 600, 1200, 1800, 3600,
];
