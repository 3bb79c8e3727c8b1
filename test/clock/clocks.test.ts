import { expect, test, vi, onTestFinished } from "vitest";
import { source } from "../../sim/clock/clock.ts";
import { ManualClock } from "../../sim/clock/manual.ts";
import { WallClock } from "../../sim/clock/wall.ts";
import { random } from "../../sim/model/random.ts";

test("equal times run by source, then in the order they were planned", async () => {
  const clock = new ManualClock();
  const ran: string[] = [];
  clock.at(5, source.component, () => ran.push("component"));
  clock.at(5, source.controller, () => ran.push("controller 1"));
  clock.at(5, source.plot, () => ran.push("plot"));
  clock.at(5, source.controller, () => ran.push("controller 2"));
  clock.at(1, source.component, () => ran.push("earlier"));
  await clock.advance(5);
  expect(ran).toEqual(["earlier", "plot", "controller 1", "controller 2", "component"]);
});

test("a thousand calls planned in any order run in the order of their times", () => {
  const clock = new ManualClock();
  const draw = random(3, "times");
  const ran: number[] = [];
  for (let i = 0; i < 1000; i++) {
    const t = Math.floor(draw() * 300);
    const timer = clock.at(t, source.wire, () => ran.push(t));
    if (i % 7 === 0) clock.cancel(timer);
  }
  clock.advanceSync(300);
  expect(ran).toHaveLength(1000 - Math.ceil(1000 / 7));
  expect(ran).toEqual([...ran].sort((a, b) => a - b));
});

test("a promise settled by one call is seen before the next call runs", async () => {
  const clock = new ManualClock();
  const ran: string[] = [];
  clock.at(1, source.component, () => void Promise.resolve().then(() => ran.push("promise")));
  clock.at(1, source.component, () => ran.push("call"));
  await clock.advance(1);
  expect(ran).toEqual(["promise", "call"]);
});

test("a call that runs late on the live clock still sees the time it was planned for", async () => {
  vi.useFakeTimers();
  onTestFinished(() => void vi.useRealTimers());
  const clock = new WallClock(Date.now());
  onTestFinished(() => clock.stop());
  const seen: number[] = [];
  clock.at(1, source.controller, () => {
    seen.push(clock.now());
    clock.at(clock.now() + 0.5, source.controller, () => seen.push(clock.now()));
  });
  clock.start();
  vi.setSystemTime(Date.now() + 10_000);
  await vi.advanceTimersByTimeAsync(1_000);
  expect(seen).toEqual([1, 1.5]);
});

test("the live clock plays history at its planned times, before it is started", () => {
  const clock = new WallClock(Date.now());
  const seen: number[] = [];
  clock.playHistory(-100, -1, () => {
    clock.at(-50, source.plot, () => seen.push(clock.now()));
    clock.at(10, source.plot, () => seen.push(clock.now()));
  });
  expect(seen).toEqual([-50]);
});
