import { expect, onTestFinished, test, vi } from "vitest";
import { mostStarting, StartQueue } from "../../sim/cluster/start-queue.ts";

function queueOf(count: number) {
  vi.useFakeTimers();
  onTestFinished(() => void vi.useRealTimers());
  const queue = new StartQueue();
  const started: number[] = [];
  for (let index = 0; index < count; index++) queue.add(String(index), () => started.push(index));
  return { queue, started };
}

const upTo = (count: number) => Array.from({ length: count }, (_, index) => index);

test("a few containers start at once, the others each when one is ready, in order", () => {
  const { queue, started } = queueOf(mostStarting + 3);
  expect(started).toEqual(upTo(mostStarting));
  queue.done("3");
  expect(started).toEqual(upTo(mostStarting + 1));
  queue.done("3");
  expect(started).toEqual(upTo(mostStarting + 1));
});

test("one that is killed before its turn is not started", () => {
  const { queue, started } = queueOf(mostStarting + 2);
  queue.done(String(mostStarting));
  queue.done("0");
  expect(started).toEqual([...upTo(mostStarting), mostStarting + 1]);
});

test("those that cannot become ready keep the others waiting for a moment only", () => {
  const { started } = queueOf(3 * mostStarting);
  vi.advanceTimersByTime(5000);
  expect(started).toHaveLength(2 * mostStarting);
  vi.advanceTimersByTime(5000);
  expect(started).toHaveLength(3 * mostStarting);
});
