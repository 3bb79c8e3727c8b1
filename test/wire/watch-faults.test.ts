import { expect, test } from "vitest";
import type { ActiveFault, FaultKindName } from "../../sim/faults/fault.ts";
import { faultKind } from "../../sim/faults/registry.ts";
import type { GivenSettings } from "../../sim/faults/settings.ts";
import { ask, playOnBothWires, watch, type Rig } from "./rigs.ts";

const pods = "/api/v1/pods?watch=true";
const nodes = "/api/v1/nodes?watch=true";

function faultOf(kind: FaultKindName, { listener }: Rig, settings: GivenSettings = {}): ActiveFault {
  const fault = { kind, from: {}, to: { component: "apiserver" as const }, settings };
  return { name: "trouble", kind, effect: faultKind(kind).effect(fault), listeners: [listener] };
}

/** Has an event told before, the fault, and one after it; returns what the client heard and how the watch ended. */
function interrupted(kind: FaultKindName, settings: GivenSettings = {}) {
  return playOnBothWires(async (rig) => {
    const { heard, stream } = await watch(rig, pods);
    stream.sink?.write("before\n");
    await rig.reach("the event", () => heard.text === "before\n");
    await rig.apply([faultOf(kind, rig, settings)]);
    await rig.reach("the interruption", () => rig.ledger.length > 0);
    stream.sink?.write("after\n");
    // Comes after all that was written before it.
    await ask(rig, "/a");
    return [heard.text, heard.ended ?? "open", stream.closed.join()];
  });
}

test("a watch that is closed is complete: nothing is said, and the server no longer watches", async () => {
  const { seen, ledger } = await interrupted("watch-closed");
  expect(seen).toEqual(["before\n", "complete", "interrupted"]);
  expect(ledger).toEqual(["watch-interrupted trouble connection=reused bytesSent=7 noticed=true"]);
});

test("a watch that is truncated ends within a line of JSON", async () => {
  const { seen } = await interrupted("watch-truncated");
  expect(seen).toEqual(['before\n{"type":"MODIFIED","object":{"apiVersion":', "complete", "interrupted"]);
});

test("garbage comes between events, and the watch goes on", async () => {
  const { seen } = await interrupted("garbage-line");
  const [, line = "", after] = seen[0]?.split("\n") ?? [];
  expect(() => JSON.parse(line) as unknown).toThrow();
  expect(after).toBe("after");
  expect(seen.slice(1)).toEqual(["open", ""]);
});

test.each([
  [410, "Expired"],
  [500, "InternalError"],
])("an ERROR event with %i is one line with a Status, and the watch ends", async (status, reason) => {
  const { seen } = await interrupted("watch-error", { status });
  const [, line = "", rest] = seen[0]?.split("\n") ?? [];
  expect(JSON.parse(line)).toMatchObject({
    type: "ERROR",
    object: { kind: "Status", apiVersion: "v1", status: "Failure", code: status, reason },
  });
  expect([rest, ...seen.slice(1)]).toEqual(["", "complete", "interrupted"]);
});

test("watches that begin during the fault are left alone, unless it says how long they last", async () => {
  const { seen } = await playOnBothWires(async (rig) => {
    await rig.apply([faultOf("watch-closed", rig)]);
    const first = await watch(rig, pods);
    await ask(rig, "/a");
    await rig.apply([
      faultOf("watch-closed", rig, { after: 0.2 }),
      { ...faultOf("latency", rig), name: "other" },
    ]);
    return [first.heard.ended ?? "open"];
  });
  expect(seen).toEqual(["open"]);
  const later = await playOnBothWires(async (rig) => {
    await rig.apply([faultOf("watch-closed", rig, { after: 0.2 })]);
    const second = await watch(rig, pods);
    const before = second.heard.ended ?? "open";
    await rig.reach("its end", () => second.heard.ended !== undefined);
    const third = await watch(rig, pods);
    await rig.apply([]);
    let passed = false;
    void rig.transport.request({ method: "GET", path: "/a", headers: {} }).then(() => (passed = true));
    await rig.reach("an answer", () => passed);
    return [before, second.heard.ended ?? "", third.heard.ended ?? "open"];
  });
  expect(later.seen).toEqual(["open", "complete", "open"]);
});

test("only watches are interrupted, of the path and as many as the fault says", async () => {
  const { seen } = await playOnBothWires(async (rig) => {
    const log = await watch(rig);
    const watches = [await watch(rig, nodes), await watch(rig, pods), await watch(rig, pods)];
    await rig.apply([faultOf("watch-closed", rig, { path: "/pods", first: 1 })]);
    await rig.reach("the end", () => watches.some(({ heard }) => heard.ended !== undefined));
    await ask(rig, "/a");
    return [log, ...watches].map(({ heard }) => heard.ended ?? "open");
  });
  expect(seen).toEqual(["open", "open", "complete", "open"]);
});

test("while lists are empty every list and watch is for nothing; open watches end with a 410 before and after", async () => {
  const { seen, ledger } = await playOnBothWires(async (rig) => {
    const old = await watch(rig, pods);
    await rig.apply([faultOf("empty-list", rig)]);
    await rig.reach("the old watch ended", () => old.heard.ended !== undefined);
    const answers = await ask(
      rig,
      "/api/v1/pods?labelSelector=a",
      "/api/v1/nodes",
      "/api/v1/nodes/a",
      "/version",
    );
    const young = await watch(rig, pods);
    await rig.apply([]);
    await rig.reach("the young watch ended", () => young.heard.ended !== undefined);
    const texts = [old, young].map(({ heard }) => /"code":(\d+)/.exec(heard.text)?.[1] ?? "");
    return [...texts, ...answers, ...rig.server.asked.filter((path) => path.includes("watch="))];
  });
  expect(seen).toEqual([
    "410",
    "410",
    "200 /api/v1/pods?labelSelector=a%2Cnothing%2C%21nothing",
    "200 /api/v1/nodes?labelSelector=nothing%2C%21nothing",
    "200 /api/v1/nodes/a",
    "200 /version",
    pods,
    "/api/v1/pods?watch=true&labelSelector=nothing%2C%21nothing",
  ]);
  expect(ledger.map((line) => line.split(" ")[0])).toEqual([
    "watch-interrupted",
    "answer-emptied",
    "answer-emptied",
    "answer-emptied",
    "watch-interrupted",
  ]);
});

test("a fault strikes only the requests that it names, by verb, method and path", async () => {
  const { seen } = await playOnBothWires(async (rig) => {
    const answers: string[] = [];
    const struck: GivenSettings[] = [
      { verb: "list" },
      { verb: "get", path: "/nodes" },
      { method: "PUT" },
      { path: "limit=5" },
    ];
    for (const settings of struck) {
      await rig.apply([faultOf("http-status", rig, settings)]);
      const put = { method: "PUT", path: "/api/v1/nodes/a", headers: {}, body: Buffer.from("x") };
      const all = ["/api/v1/nodes", "/api/v1/nodes/a", "/api/v1/pods/a", "/api/v1/pods?limit=5", put];
      const got = await ask(rig, ...all);
      answers.push(got.map((answer) => answer.slice(0, 3)).join(" "));
      await rig.apply([]);
    }
    return answers;
  });
  expect(seen).toEqual([
    "503 200 200 503 200",
    "200 503 200 200 200",
    "200 200 200 200 503",
    "200 200 200 503 200",
  ]);
});
