import { expect, test } from "vitest";
import { ManualClock } from "../../../sim/clock/manual.ts";
import { Informer } from "../../../sim/components/informer/informer.ts";
import { kindNamed } from "../../../sim/store/kinds.ts";
import { scriptedClient, type Script } from "../scripted-transport.ts";
import { isWatch, list, node, watching } from "./watching.ts";

const path = "/api/v1/nodes";

test("an informer lists what the server has at hand, then watches from there for 5 to 10 minutes", async () => {
  const { parameters, informer, heard } = await watching();
  const [first, second] = parameters();
  expect(first).toEqual({ limit: "500", resourceVersion: "0" });
  expect(second).toMatchObject({ allowWatchBookmarks: "true", resourceVersion: "100", watch: "true" });
  expect(Number(second?.["timeoutSeconds"])).toBeGreaterThanOrEqual(300);
  expect(Number(second?.["timeoutSeconds"])).toBeLessThanOrEqual(600);
  expect(heard).toEqual(["add a"]);
  expect([...informer.list()].map(({ metadata }) => metadata.name)).toEqual(["a"]);
});

test("a list that comes in pages is read to its end, and watched from the last page's resourceVersion", async () => {
  const clock = new ManualClock();
  const pages: Record<string, Script> = {
    "": { status: 200, body: { metadata: { resourceVersion: "9", continue: "x" }, items: [node("a", "1")] } },
    x: { status: 200, body: { metadata: { resourceVersion: "9" }, items: [node("b", "2")] } },
  };
  const { client, lifetime, transport } = scriptedClient(clock, (request) => {
    const { searchParams } = new URL(request.path, "http://x");
    return isWatch(request) ? "watch" : (pages[searchParams.get("continue") ?? ""] ?? "silence");
  });
  const resource = { kind: kindNamed("nodes") };
  const informer = new Informer({
    client,
    lifetime,
    resource,
    draw: () => 0,
    failed: () => undefined,
    keep: true,
  });
  informer.start();
  await clock.advance(1);
  expect([...informer.list()].map(({ metadata }) => metadata.name)).toEqual(["a", "b"]);
  expect(transport.requests.map((request) => request.path)).toEqual([
    `${path}?limit=500&resourceVersion=0`,
    `${path}?continue=x&limit=500`,
    expect.stringContaining("resourceVersion=9"),
  ]);
});

test("selectors go with lists and watches, parameters in the order of their names", async () => {
  const clock = new ManualClock();
  const { client, lifetime, transport } = scriptedClient(clock, (request) =>
    isWatch(request) ? "watch" : list("1"),
  );
  new Informer({
    client,
    lifetime,
    resource: {
      kind: kindNamed("configmaps"),
      namespace: "kubevirt",
      fieldSelector: "metadata.name=kubevirt-ca",
      labelSelector: "kubevirt.io/nodeName in (node01)",
    },
    draw: () => 0,
    failed: () => undefined,
    keep: true,
  }).start();
  await clock.advance(1);
  const selectors =
    "fieldSelector=metadata.name%3Dkubevirt-ca&labelSelector=kubevirt.io%2FnodeName+in+%28node01%29";
  expect(transport.requests.map((request) => request.path)).toEqual([
    `/api/v1/namespaces/kubevirt/configmaps?${selectors}&limit=500&resourceVersion=0`,
    `/api/v1/namespaces/kubevirt/configmaps?allowWatchBookmarks=true&${selectors}&resourceVersion=1&timeoutSeconds=300&watch=true`,
  ]);
});

test("events are applied in order, and listeners hear of them with what was known before", async () => {
  const { watch, informer, heard } = await watching();
  watch().event("ADDED", node("b", "101"));
  watch().event("MODIFIED", node("a", "102"));
  watch().event("DELETED", node("b", "103"));
  expect(heard).toEqual(["add a", "add b", "update a 7→102", "delete b"]);
  expect(informer.get(undefined, "a")?.metadata.resourceVersion).toBe("102");
  expect(informer.get(undefined, "b")).toBeUndefined();
});

test("events are the same however the stream is cut into pieces", async () => {
  const lines = [node("b", "101"), node("c", "102", { text: "ü\\n{}" }), node("d", "103")]
    .map((object) => `${JSON.stringify({ type: "ADDED", object })}\n`)
    .join("");
  for (const size of [1, 2, 7, 64, lines.length]) {
    const { watch, heard } = await watching();
    for (let at = 0; at < lines.length; at += size) watch().send(lines.slice(at, at + size));
    expect(heard.slice(1), `pieces of ${size}`).toEqual(["add b", "add c", "add d"]);
  }
});

test("an informer that nobody reads watches like any other, but has no more of a list sent than one object", async () => {
  const { watch, clock, informer, heard, asked, parameters, transport } = await watching({ keep: false });
  expect(parameters()[0]).toEqual({ limit: "1", resourceVersion: "1" });
  watch().event("ADDED", node("b", "101"));
  watch().end();
  await clock.advance(5.5);
  transport.script = (request) =>
    isWatch(request)
      ? "watch"
      : {
          status: 200,
          body: { metadata: { resourceVersion: "200", continue: "x" }, items: [node("c", "9")] },
        };
  watch().event("ERROR", { kind: "Status", code: 410, reason: "Expired" });
  await clock.advance(20);
  expect(asked()).toEqual(["WATCH@101", "LIST@101", "WATCH@200"]);
  expect([...informer.list()]).toEqual([]);
  expect(heard).toEqual([]);
});

test("an informer whose process ended gives its watch up and asks for nothing more", async () => {
  const { watch, clock, lifetime, transport } = await watching();
  lifetime.end();
  expect(watch().givenUp).toBe(true);
  await clock.advance(1000);
  expect(transport.requests).toHaveLength(2);
});
