import { expect, test } from "vitest";
import { ManualClock } from "../../../sim/clock/manual.ts";
import { TokenBucket } from "../../../sim/components/rest/token-bucket.ts";

test("a burst passes at once, and what comes after it queues at the rate", () => {
  const bucket = new TokenBucket(new ManualClock(), { qps: 50, burst: 100 });
  const waits = Array.from({ length: 150 }, () => bucket.take());
  expect(waits.slice(0, 100)).toEqual(Array.from({ length: 100 }, () => 0));
  waits.slice(100).forEach((wait, index) => expect(wait).toBeCloseTo((index + 1) / 50, 9));
});

test("an idle bucket fills up again, to its burst and no further", () => {
  const clock = new ManualClock();
  const bucket = new TokenBucket(clock, { qps: 2, burst: 3 });
  for (let taken = 0; taken < 3; taken++) bucket.take();
  clock.advanceSync(0.5);
  expect(bucket.take()).toBe(0);
  expect(bucket.take()).toBeCloseTo(0.5, 9);
  clock.advanceSync(1000);
  expect([bucket.take(), bucket.take(), bucket.take()]).toEqual([0, 0, 0]);
  expect(bucket.take()).toBeGreaterThan(0);
});
