import { expect, test } from "vitest";
import { ManualClock } from "../../sim/clock/manual.ts";
import { Lifetime } from "../../sim/components/lifetime.ts";
import { StatusError } from "../../sim/components/rest/status-error.ts";
import { WorkQueue } from "../../sim/components/work-queue.ts";
import { random } from "../../sim/model/random.ts";

function queueOf(reconcile: (key: string) => Promise<void> = () => Promise.resolve(), workers = 2) {
  const clock = new ManualClock();
  const lifetime = new Lifetime(clock);
  const told: string[] = [];
  const worked: { key: string; t: number }[] = [];
  const queue = new WorkQueue({
    lifetime,
    workers,
    draw: random(1, "test"),
    metrics: {
      added: (key) => told.push(`added ${key}`),
      started: (key) => told.push(`started ${key}`),
      finished: (key) => told.push(`finished ${key}`),
      retried: () => told.push("retried"),
    },
    reconcile: (key) => {
      worked.push({ key, t: clock.now() });
      return reconcile(key);
    },
  });
  return { clock, lifetime, queue, told, worked };
}

test("a key that is added again before its turn is worked on once", async () => {
  const { clock, queue, told } = queueOf();
  queue.addAll(["a", "a", "a"]);
  await clock.advance(1);
  expect(told).toEqual(["added a", "started a", "finished a"]);
});

test("a key that is added while in work is worked on again after it, never twice at once", async () => {
  const { clock, lifetime, queue, told } = queueOf(() => lifetime.sleep(1));
  queue.add("a");
  await clock.advance(0.5);
  queue.add("a");
  await clock.advance(5);
  expect(told).toEqual(["added a", "started a", "added a", "finished a", "started a", "finished a"]);
});

test("no more keys are in work than there are workers, and all get their turn in order", async () => {
  const { clock, lifetime, queue, told } = queueOf(() => lifetime.sleep(1), 2);
  queue.addAll(["a", "b", "c", "d", "e"]);
  await clock.advance(10);
  let inWork = 0;
  let most = 0;
  for (const entry of told) {
    if (entry.startsWith("started")) most = Math.max(most, ++inWork);
    if (entry.startsWith("finished")) inWork--;
  }
  expect(most).toBe(2);
  const started = told.filter((entry) => entry.startsWith("started"));
  expect(started.map((entry) => entry.at(-1))).toEqual(["a", "b", "c", "d", "e"]);
});

test("a request that fails has its key tried again, after 5 ms doubled each time, until it succeeds", async () => {
  let failures = 5;
  const { clock, queue, told, worked } = queueOf(() =>
    failures-- > 0 ? Promise.reject(new StatusError(500, "", "no")) : Promise.resolve(),
  );
  queue.add("a");
  await clock.advance(10);
  expect(told.filter((entry) => entry === "retried")).toHaveLength(5);
  expect(worked).toHaveLength(6);
  const gaps = worked.slice(1).map(({ t }, index) => t - (worked[index]?.t ?? 0));
  gaps.forEach((gap, index) => {
    expect(gap).toBeGreaterThanOrEqual(0.005 * 2 ** index);
    expect(gap).toBeLessThan(0.005 * 2 ** index + 0.03);
  });
});

test("of several times that a key is planned for, the first counts", async () => {
  for (const seconds of [
    [60, 90, 30],
    [30, 60, 90],
  ]) {
    const { clock, queue, worked } = queueOf();
    for (const later of seconds) queue.addAfter("a", later);
    await clock.advance(200);
    expect(worked).toHaveLength(1);
    expect(worked[0]?.t).toBeGreaterThanOrEqual(30);
    expect(worked[0]?.t).toBeLessThan(31);
  }
});

test("nothing is worked on once the process has ended", async () => {
  const { clock, lifetime, queue, worked } = queueOf();
  queue.addAfter("a", 5);
  queue.add("b");
  lifetime.end();
  await clock.advance(100);
  expect(worked).toEqual([]);
});
