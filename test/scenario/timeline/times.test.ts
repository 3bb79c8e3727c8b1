import { expect, test } from "vitest";
import { briefly, problemsOf, scenarioOf } from "../support.ts";

const crash = "crash: { component: virt-api }";
const fault = "fault: connection-refused, to: { component: apiserver }";
const times = (events: readonly string[], head = "") =>
  Object.fromEntries(
    scenarioOf(`${head}\ntimeline:\n${events.map((event) => `  - { ${event} }\n`).join("")}`).timeline.map(
      ({ name, atSeconds }) => [name, atSeconds],
    ),
  );

test("a time can hang on the beginning or the end of an event, wherever that is written", () => {
  expect(
    times([
      `name: last, at: middle+30s, ${crash}`,
      `name: middle, at: first.end+1m, ${crash}`,
      `name: first, at: 10m, for: 2m, ${fault}`,
      `name: same, at: first, ${crash}`,
      `name: after, at: first.end, ${crash}`,
    ]),
  ).toEqual({ first: 600, same: 600, after: 720, middle: 780, last: 810 });
});

test("sums of fractions are exact to the millisecond", () => {
  expect(times([`name: a, at: 100ms, ${crash}`, `name: b, at: a+200ms, ${crash}`])).toEqual({
    a: 0.1,
    b: 0.3,
  });
});

test("a long chain of times does not exhaust the stack", () => {
  const events = Array.from({ length: 3000 }, (_, n) => `name: e${n}, at: e${n + 1}+1s, ${crash}`);
  expect(times([...events, `name: e3000, at: 0s, ${crash}`])["e0"]).toBe(3000);
});

test("events of one time stay in the order they are written", () => {
  expect(Object.keys(times([`name: b, at: 1m, ${crash}`, `name: a, at: 60s, ${crash}`]))).toEqual(["b", "a"]);
});

test("events without a name get one of their own", () => {
  const named = times([
    `at: 2m, ${crash}`,
    `at: 2m, ${crash}`,
    `name: crash-virt-api-2m-3, at: 1m, ${crash}`,
    `at: 2m, ${crash}`,
    `at: 90s, create: { name: web }`,
    `at: 3m, stop: { vm: web }`,
  ]);
  expect(Object.keys(named)).toEqual([
    "crash-virt-api-2m-3",
    "create-web-1m30s",
    "crash-virt-api-2m",
    "crash-virt-api-2m-2",
    "crash-virt-api-2m-4",
    "stop-web-3m",
  ]);
});

test("an event with every repeats until the end, the end included", () => {
  expect(
    times([`name: c, at: 10m, every: 10m, ${crash}`, `name: d, at: c+1m, ${crash}`], "duration: 30m"),
  ).toEqual({
    c: 600,
    d: 660,
    "c.2": 1200,
    "c.3": 1800,
  });
});

test("repetitions that would flood the timeline are refused", () => {
  const problems = problemsOf(`duration: 10d\ntimeline: [{ at: 1m, every: 1s, ${crash} }]`);
  expect(briefly(problems)).toEqual([
    "2:29 timeline[0].every: the event would happen 863941 times, and there is room for 10000 events",
  ]);
});

test("each circle of times is told once, and those that hang on it are not", () => {
  const problems = problemsOf(`timeline:
  - { name: a, at: a+1m, ${crash} }
  - { name: b, at: c+1m, ${crash} }
  - { name: c, at: b+1m, ${crash} }
  - { name: d, at: c+1m, ${crash} }
`);
  expect(problems.map(({ message }) => message)).toEqual([
    "the time of a depends on itself: a → a",
    "the time of b depends on itself: b → c → b",
  ]);
});
