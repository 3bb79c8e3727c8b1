import { expect, test } from "vitest";
import { ManualClock } from "../../../sim/clock/manual.ts";
import { WorkQueue } from "../../../sim/store/controllers/work-queue.ts";

test("a key that asks for more each time it is worked on does not hold time up", () => {
  const clock = new ManualClock();
  let works = 0;
  const queue: WorkQueue = new WorkQueue(clock, (key) => {
    works++;
    queue.add(key);
  });
  queue.add("never/settles");
  clock.advanceSync(60);
  expect(clock.now()).toBe(60);
  expect(works).toBeGreaterThan(100);
});

test("a key that is added again before its turn is worked on once", () => {
  const clock = new ManualClock();
  const worked: string[] = [];
  const queue = new WorkQueue(clock, (key) => worked.push(key), 1);
  for (const key of ["a", "b", "a"]) queue.add(key);
  clock.advanceSync(5);
  expect(worked).toEqual(["a", "b"]);
});
