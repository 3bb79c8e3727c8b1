import type { WallClock } from "../clock/wall.ts";

/**
 * Where an apiserver that starts now begins to count: higher than any earlier run got, however fast that one
 * wrote, so that clients that outlive a restart notice that they know of the past.
 *
 * Microseconds of wall time.
 */
export function firstResourceVersion(clock: Pick<WallClock, "epochMillis" | "now">): number {
  return Math.floor((clock.epochMillis + clock.now() * 1000) * 1000);
}
