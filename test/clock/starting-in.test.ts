import { expect, test } from "vitest";
import { WallClock } from "../../sim/clock/wall.ts";

test("a clock that starts in some seconds has its t = 0 that far ahead, at a whole millisecond", () => {
  const clock = WallClock.startingIn(5000.123456);
  expect(Number.isInteger(clock.epochMillis)).toBe(true);
  expect(Math.abs(clock.now() + 5000)).toBeLessThan(1000);
});
