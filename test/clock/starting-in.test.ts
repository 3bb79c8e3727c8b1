import { expect, test } from "vitest";
import { WallClock } from "../../sim/clock/wall.ts";

test("a clock that starts in some seconds has its t = 0 there, at a whole millisecond", () => {
  const clock = WallClock.startingIn(4.123456);
  expect(Number.isInteger(clock.epochMillis)).toBe(true);
  expect(clock.now()).toBeLessThanOrEqual(-4.12);
  expect(clock.now()).toBeGreaterThan(-4.2);
});
