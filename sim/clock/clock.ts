/**
 * Time as the simulator knows it: `t`, in seconds, with t = 0 the moment every declared VM runs and every
 * target is ready. History lies before 0.
 *
 * Nothing outside this folder reads `Date.now()`; whatever needs time is handed a clock.
 */
export interface Clock {
  /** Unix time of t = 0, in milliseconds. */
  readonly epochMillis: number;

  /**
   * The present t, in seconds. While a callback of `at` runs this is the time it was planned for, so what
   * the callback stamps does not depend on how late a timer fired.
   */
  now(): number;

  /** Calls `run` at `t` (at once if that has passed). Equal times run by `source`, then in order of planning. */
  at(t: number, source: Source, run: () => void): Timer;

  /** Forgets a timer; does nothing if it has fired. */
  cancel(timer: Timer): void;
}

/** A planned call; opaque but for its time. */
export interface Timer {
  readonly t: number;
}

/** Who planned a call: breaks ties between calls planned for the same t. Causes come before consequences. */
export const source = { plot: 0, controller: 1, apiserver: 2, wire: 3, component: 4 } as const;
export type Source = (typeof source)[keyof typeof source];

/** `t` as Kubernetes writes times: RFC 3339, UTC, whole seconds. */
export function timestampAt(clock: Clock, t: number): string {
  return new Date(Math.floor(clock.epochMillis / 1000 + t) * 1000).toISOString().replace(".000Z", "Z");
}

/** `t` as Kubernetes' MicroTime (Lease renewals): RFC 3339, UTC, six decimals. */
export function microTimestampAt(clock: Clock, t: number): string {
  return new Date(clock.epochMillis + t * 1000).toISOString().replace("Z", "000Z");
}
