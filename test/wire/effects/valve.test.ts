import { expect, test } from "vitest";
import { ManualClock } from "../../../sim/clock/manual.ts";
import type { Chunk, Outlet } from "../../../sim/wire/server/outlet.ts";
import { Valve } from "../../../sim/wire/effects/valve.ts";

/** An outlet that writes down what comes out, and may be full. */
function outlet() {
  const out: string[] = [];
  let room = true;
  let drained: () => void = () => undefined;
  const writable: Outlet = {
    begin: (status) => out.push(`begin ${status}`),
    send: (status, _, body) => out.push(`send ${status} ${textOf(body ?? "")}`),
    write: (chunk) => {
      out.push(textOf(chunk));
      return room;
    },
    onDrain: (resume) => (drained = resume),
    end: () => out.push("end"),
    waitingBytes: () => 0,
    destroy: () => out.push("destroy"),
  };
  const fill = () => (room = false);
  const drain = () => {
    room = true;
    drained();
  };
  return { out, writable, fill, drain };
}

const textOf = (chunk: Chunk) => (typeof chunk === "string" ? chunk : Buffer.from(chunk).toString());

function valve() {
  const below = outlet();
  const clock = new ManualClock();
  const through = new Valve(below.writable);
  let resumed = 0;
  through.onDrain(() => (resumed += 1));
  return { ...below, clock, valve: through, resumed: () => resumed };
}

test("without a fault everything goes straight through", () => {
  const { valve: through, out } = valve();
  through.begin(200, {});
  expect(through.write("one")).toBe(true);
  through.end();
  expect(out).toEqual(["begin 200", "one", "end"]);
});

test("what is held back comes in its order when all have released it", () => {
  const { valve: through, out, resumed } = valve();
  through.hold("a", "answer");
  through.hold("b", "answer");
  through.begin(200, {});
  expect(through.begun).toBe(false);
  expect(through.write("one")).toBe(false);
  expect(through.waitingBytes()).toBe(3);
  through.end();
  through.release("a");
  expect(out).toEqual([]);
  through.release("b");
  expect(out).toEqual(["begin 200", "one", "end"]);
  expect(through.begun).toBe(true);
  expect(through.waitingBytes()).toBe(0);
  expect(resumed()).toBe(1);
});

test("of a whole answer whose body is held back the headers and the first half come", () => {
  const { valve: through, out } = valve();
  through.hold("a", "body");
  through.send(200, {}, "12345");
  expect(out).toEqual(["begin 200", "123"]);
  through.release("a");
  expect(out).toEqual(["begin 200", "123", "45", "end"]);
});

test("of a stream whose body is held back only the headers come", () => {
  const { valve: through, out } = valve();
  through.hold("a", "body");
  through.begin(200, {});
  expect(through.write("one")).toBe(false);
  expect(out).toEqual(["begin 200"]);
});

test("what is delayed comes late and in order, and its writer is not stopped", async () => {
  const { valve: through, out, clock } = valve();
  through.delay("a", 5, clock);
  through.begin(200, {});
  await clock.advance(2);
  expect(through.write("one")).toBe(true);
  through.release("a");
  expect(through.write("two")).toBe(true);
  await clock.advance(4.9);
  expect(out).toEqual([]);
  await clock.advance(5);
  expect(out).toEqual(["begin 200"]);
  await clock.advance(7);
  expect(out).toEqual(["begin 200", "one", "two"]);
});

test("delays add up", async () => {
  const { valve: through, out, clock } = valve();
  through.delay("a", 1, clock);
  through.delay("b", 2, clock);
  through.write("one");
  await clock.advance(2.9);
  expect(out).toEqual([]);
  await clock.advance(3);
  expect(out).toEqual(["one"]);
});

test("a writer whose outlet is full is resumed when that has drained, not before what is held back is out", () => {
  const { valve: through, fill, drain, resumed, out } = valve();
  fill();
  expect(through.write("one")).toBe(false);
  through.hold("a", "answer");
  through.write("two");
  drain();
  expect(resumed()).toBe(0);
  through.release("a");
  expect(out).toEqual(["one", "two"]);
  expect(resumed()).toBe(1);
});

test("a writer is not resumed while the outlet is full of what was held back", () => {
  const { valve: through, fill, drain, resumed } = valve();
  through.hold("a", "answer");
  through.write("one");
  fill();
  through.release("a");
  expect(resumed()).toBe(0);
  drain();
  expect(resumed()).toBe(1);
});

test("what holds back everything goes before what holds back the body alone", () => {
  for (const names of [
    ["all", "body"],
    ["body", "all"],
  ]) {
    const { valve: through, out } = valve();
    for (const name of names) through.hold(name, name === "all" ? "answer" : "body");
    through.send(200, {}, "12345");
    expect(out).toEqual([]);
  }
});

test("what nobody wants any more is not written", async () => {
  const { valve: through, out, clock } = valve();
  through.delay("a", 1, clock);
  through.write("one");
  through.discard();
  await clock.advance(2);
  expect(out).toEqual([]);
});
