import { expect, test } from "vitest";
import { ManualClock } from "../../../sim/clock/manual.ts";
import { Informer } from "../../../sim/components/informer/informer.ts";
import { kindNamed } from "../../../sim/store/kinds.ts";
import { scriptedClient } from "../scripted-transport.ts";
import { isWatch, list, node, watching } from "./watching.ts";

test.each([undefined, "reset", "closed"] as const)(
  "a watch that ended (%s) is resumed at once from the last event or bookmark, without a list",
  async (how) => {
    const { watch, clock, asked, transport } = await watching();
    watch().event("MODIFIED", node("a", "110"));
    watch().event("BOOKMARK", node("", "120"));
    watch().end(how);
    const at = clock.now();
    await clock.advance(at + 0.5);
    expect(asked()).toEqual(["WATCH@120"]);
    expect(transport.requests[2]?.t).toBe(at);
  },
);

test("a refused watch is tried again after 0.8 s doubled up to 30 s, each with up to as much again, and no list", async () => {
  const { transport, watch, clock, asked, waits, failures, informer } = await watching();
  transport.script = () => ({ error: "refused" });
  watch().end("reset");
  await clock.advance(600);
  expect(new Set(asked())).toEqual(new Set(["WATCH@100"]));
  const expected = [0.8, 1.6, 3.2, 6.4, 12.8, 25.6, 30, 30, 30];
  expected.forEach((seconds, index) => {
    const wait = (waits(3)[index] ?? 0) - 0.01;
    expect(wait).toBeGreaterThanOrEqual(seconds - 1e-6);
    expect(wait).toBeLessThan(2 * seconds);
  });
  // It is only waiting: nothing is forgotten, and nobody is told of a failure.
  expect(informer.get(undefined, "a")).toBeDefined();
  expect(failures).toEqual([]);
});

test("after an outage a watch goes on where it was, and two healthy minutes forget the back-off", async () => {
  const { transport, watch, clock, asked, waits } = await watching();
  transport.script = () => ({ error: "refused" });
  watch().end("reset");
  await clock.advance(300);
  transport.script = () => "watch";
  await clock.advance(400);
  expect(asked().at(-1)).toBe("WATCH@100");
  await clock.advance(530);
  const before = transport.requests.length;
  transport.script = () => ({ error: "refused" });
  watch().end("reset");
  await clock.advance(540);
  expect(waits(before + 1)[0]).toBeLessThan(1.7);
});

test("an ERROR event 410 ends the watch, and leads to a list no older than what was seen", async () => {
  const { watch, clock, asked, heard, waits, transport } = await watching();
  const old = watch();
  transport.script = (request) => (isWatch(request) ? "watch" : list("200", node("b", "150")));
  old.event("MODIFIED", node("a", "110"));
  old.event("ERROR", { kind: "Status", code: 410, reason: "Expired", message: "too old resource version" });
  expect(old.givenUp).toBe(true);
  await clock.advance(10);
  expect(asked()).toEqual(["LIST@110", "WATCH@200"]);
  expect(waits()[0]).toBeGreaterThanOrEqual(0.8);
  expect(heard.slice(2)).toEqual(["add b", "delete a"]);
});

test("a list at a resourceVersion that is forgotten, or not known yet, is made anew for the newest", async () => {
  const tooLarge = {
    kind: "Status",
    code: 504,
    reason: "Timeout",
    details: { causes: [{ reason: "ResourceVersionTooLarge" }] },
  };
  const expired = { kind: "Status", code: 410, reason: "Expired" };
  for (const status of [tooLarge, expired]) {
    const { watch, clock, asked, transport } = await watching();
    transport.script = (request) => {
      if (isWatch(request)) return "watch";
      return request.path.includes("resourceVersion=") ? { status: status.code, body: status } : list("50");
    };
    watch().event("ERROR", expired);
    await clock.advance(10);
    expect(asked()).toEqual(["LIST@100", "LIST", "WATCH@50"]);
  }
});

test("a list that fails is tried again with the same back-off, and whoever listens is told", async () => {
  const clock = new ManualClock();
  const { client, lifetime, transport } = scriptedClient(clock, () => ({ error: "refused" }));
  const failures: Error[] = [];
  const informer = new Informer({
    client,
    lifetime,
    resource: { kind: kindNamed("nodes") },
    draw: () => 0.5,
    failed: (error) => failures.push(error),
    keep: true,
  });
  let synced = false;
  void informer.synced.then(() => (synced = true));
  informer.start();
  await clock.advance(20);
  const times = transport.requests.map(({ t }) => t);
  [0, 1.2, 3.6, 8.4, 18].forEach((t, index) => expect(times[index]).toBeCloseTo(t, 0));
  expect(failures).toHaveLength(times.length);
  expect(synced).toBe(false);
  transport.script = (request) => (isWatch(request) ? "watch" : list("1"));
  await clock.advance(60);
  expect(synced).toBe(true);
});

test("a watch that ends within a second and brought nothing leads to a list after a back-off", async () => {
  const { watch, clock, asked, waits } = await watching();
  await clock.advance(100);
  watch().end();
  await clock.advance(100.1);
  watch().end();
  await clock.advance(110);
  expect(asked()).toEqual(["WATCH@100", "LIST@100", "WATCH@100"]);
  expect(waits()[1]).toBeGreaterThanOrEqual(0.8);
});

test("a watch that ends within a second but brought something is resumed", async () => {
  const { watch, clock, asked } = await watching();
  await clock.advance(100);
  watch().end();
  await clock.advance(100.1);
  watch().event("ADDED", node("b", "101"));
  watch().end();
  await clock.advance(110);
  expect(asked()).toEqual(["WATCH@100", "WATCH@101"]);
});

test("a line that is no event, and a session found dead, lead to a list; an unfinished last line does not", async () => {
  for (const spoil of [
    (watch: { send(chunk: string): void; end(how?: "timeout"): void }) => watch.send("no JSON\n"),
    (watch: { send(chunk: string): void; end(how?: "timeout"): void }) => watch.end("timeout"),
  ]) {
    const { watch, clock, asked } = await watching();
    spoil(watch());
    await clock.advance(10);
    expect(asked()[0]).toBe("LIST@100");
  }
  const { watch, clock, asked } = await watching();
  watch().send('{"type":"ADD');
  watch().end();
  await clock.advance(5.1);
  expect(asked()).toEqual(["WATCH@100"]);
});

test("a watch that is answered with an error is listed anew; with 429 it is only tried again", async () => {
  for (const [status, next] of [
    [403, "LIST@100"],
    [500, "LIST@100"],
    [410, "LIST@100"],
    [429, "WATCH@100"],
  ] as const) {
    const { watch, transport, clock, asked } = await watching();
    transport.script = (request) => (isWatch(request) ? { status } : list("100"));
    watch().end();
    await clock.advance(7);
    expect(asked().slice(0, 2), String(status)).toEqual(["WATCH@100", next]);
  }
});

test("an answer that cannot be read is a failure like any other", async () => {
  for (const body of [
    "no list",
    {},
    { metadata: {}, items: [] },
    { metadata: { resourceVersion: "1" } },
    null,
  ]) {
    const clock = new ManualClock();
    const failures: Error[] = [];
    const { client, lifetime, transport } = scriptedClient(clock, () => ({ status: 200, body }));
    const resource = { kind: kindNamed("nodes") };
    const failed = (error: Error) => failures.push(error);
    new Informer({ client, lifetime, resource, draw: () => 0, failed, keep: true }).start();
    await clock.advance(2);
    expect(transport.requests).toHaveLength(2);
    expect(failures[0]?.message).toContain("expected a list");
  }
  const { watch, clock, asked, informer } = await watching();
  watch().send('{"type":"MODIFIED","object":{"metadata":{"name":"a"}}}\n');
  await clock.advance(10);
  expect(asked()[0]).toBe("LIST@100");
  expect(informer.get(undefined, "a")?.metadata.resourceVersion).toBe("7");
});
