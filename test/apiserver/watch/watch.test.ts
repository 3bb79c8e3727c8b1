import { expect, test } from "vitest";
import { apiserverOf, configMap, configMaps, type WatchEvent } from "../support/apiserver.ts";

const path = "/api/v1/namespaces/default/configmaps";
const tableAccept = "application/json;as=Table;v=v1;g=meta.k8s.io,application/json";

function withMaps(...names: readonly string[]) {
  const server = apiserverOf();
  for (const name of names) server.store.create(configMaps, configMap(name));
  return server;
}

const annotationsOf = ({ object }: WatchEvent): unknown => object.metadata.annotations;

test("W1 a watch is answered with 200, application/json and no length, before anything happens", () => {
  const { reply } = apiserverOf().watch(`${path}?watch=true`);
  expect(reply.status).toBe(200);
  expect(reply.headers["content-type"]).toBe("application/json");
  expect(reply.headers).not.toHaveProperty("content-length");
});

test("W2 each event is one line of JSON, whose object has kind and apiVersion; watch=1 is watch=true", () => {
  const { watch, store } = withMaps("a");
  const watching = watch(
    `${path}?watch=1&allowWatchBookmarks=true&sendInitialEvents=true&resourceVersionMatch=NotOlderThan`,
  );
  store.update(configMaps, configMap("a", { data: { k: "line\nbreak" } }));
  store.delete(configMaps, "default", "a");
  expect(watching.events().map(({ type }) => type)).toEqual(["ADDED", "BOOKMARK", "MODIFIED", "DELETED"]);
  for (const { object } of watching.events())
    expect(object).toMatchObject({ kind: "ConfigMap", apiVersion: "v1" });
});

test("W3 selectors see the state before and after: entering is ADDED, leaving is DELETED with the last state that matched", () => {
  const { watch, store } = withMaps("a");
  const watching = watch(`${path}?watch=true&labelSelector=app%3Dweb`);
  const label = (labels: Record<string, string>, data = {}) =>
    store.update(configMaps, configMap("a", { data }, { labels }));
  label({ app: "web" });
  label({ app: "web" }, { k: "v" });
  const left = label({ app: "db" });
  label({ app: "db" }, { unseen: "1" });
  expect(watching.told()).toEqual(["ADDED a", "MODIFIED a", "DELETED a"]);
  const last = watching.events().at(-1)?.object;
  expect(last?.metadata.labels).toEqual({ app: "web" });
  expect(last?.metadata.resourceVersion).toBe(left.metadata.resourceVersion);
});

test("W4 a field selector works on a watch as on a list", () => {
  const { watch, store } = withMaps("a", "b");
  const watching = watch(`${path}?watch=true&fieldSelector=metadata.name%3Db`);
  for (const name of ["a", "b"]) store.update(configMaps, configMap(name, { data: { k: "v" } }));
  expect(watching.told()).toEqual(["ADDED b", "MODIFIED b"]);
});

test("W5 a deletion is DELETED with a resourceVersion of its own", () => {
  const { watch, store } = withMaps("a");
  const before = store.resourceVersion;
  const watching = watch(`${path}?watch=true&resourceVersion=${before}`);
  store.delete(configMaps, "default", "a");
  expect(watching.events()).toMatchObject([
    { type: "DELETED", object: { metadata: { name: "a", resourceVersion: String(before + 1) } } },
  ]);
});

test("W6 a watch from a resourceVersion gets the events after it, in order, none twice, and then goes on live", () => {
  const { watch, store } = withMaps("a", "b", "c");
  const from = store.resourceVersion - 2;
  const watching = watch(`${path}?watch=true&resourceVersion=${from}`);
  store.create(configMaps, configMap("d"));
  expect(watching.told()).toEqual(["ADDED b", "ADDED c", "ADDED d"]);
});

test("W6 a write between the answer and the opening of its stream is told once", () => {
  const { reply, store } = withMaps("a");
  const { body } = reply("GET", `${path}?watch=true&resourceVersion=${store.resourceVersion}`);
  store.create(configMaps, configMap("b"));
  let text = "";
  (body as { open(sink: object): void }).open({
    write: (chunk: string) => ((text += chunk), true),
    onDrain: () => undefined,
    end: () => undefined,
  });
  store.create(configMaps, configMap("c"));
  expect(text.split("\n").slice(0, -1)).toHaveLength(2);
});

test("W6 a watch that is opened while a write is being told of is told of it once", () => {
  const { watch, store } = withMaps();
  const told: (() => string[])[] = [];
  const stop = store.subscribe(({ object }) => {
    if (object.metadata.name !== "a") return;
    store.create(configMaps, configMap("b"));
    told.push(watch(`${path}?watch=true`).told);
  });
  store.create(configMaps, configMap("a"));
  stop();
  store.create(configMaps, configMap("c"));
  expect(told.map((read) => read())).toEqual([["ADDED a", "ADDED b", "ADDED c"]]);
});

test.each(["", "&resourceVersion=0", "&resourceVersion="])(
  "W7 a watch from nowhere (%s) begins with all there is",
  (from) => {
    const { watch, store } = withMaps("a", "b");
    const watching = watch(`${path}?watch=true${from}`);
    store.create(configMaps, configMap("c"));
    expect(watching.told()).toEqual(["ADDED a", "ADDED b", "ADDED c"]);
  },
);

test("W8 a watch ends at its timeoutSeconds, without an ERROR, and takes no memory afterwards", async () => {
  const { watch, clock, apiserver } = withMaps("a");
  const watching = watch(`${path}?watch=true&resourceVersion=0&timeout=5m3s&timeoutSeconds=303`);
  expect(apiserver.watches).toBe(1);
  await clock.advance(302);
  expect(watching.ended()).toBe(false);
  await clock.advance(304);
  expect(watching.ended()).toBe(true);
  expect(watching.told()).toEqual(["ADDED a"]);
  expect(apiserver.watches).toBe(0);
});

test("W8 a watch without timeoutSeconds lasts 30 to 60 minutes", async () => {
  const { watch, clock } = withMaps();
  const watching = watch(`${path}?watch=true`);
  await clock.advance(1800);
  expect(watching.ended()).toBe(false);
  await clock.advance(3601);
  expect(watching.ended()).toBe(true);
});

const watchList =
  "allowWatchBookmarks=true&resourceVersionMatch=NotOlderThan&sendInitialEvents=true&timeout=8m35s&timeoutSeconds=515&watch=true";

test("W9 a WatchList gets all there is, a bookmark that says so, and then what happens", () => {
  const { watch, store } = withMaps("a", "b");
  const watching = watch(`${path}?${watchList}`);
  const seen = store.resourceVersion;
  store.create(configMaps, configMap("c"));
  expect(watching.told()).toEqual(["ADDED a", "ADDED b", "BOOKMARK", "ADDED c"]);
  expect(watching.events()[2]).toEqual({
    type: "BOOKMARK",
    object: {
      kind: "ConfigMap",
      apiVersion: "v1",
      metadata: {
        creationTimestamp: null,
        resourceVersion: String(seen),
        annotations: { "k8s.io/initial-events-end": "true" },
      },
    },
  });
});

test("W10 the bookmark comes on an empty set too", () => {
  expect(withMaps().watch(`${path}?${watchList}`).events().map(annotationsOf)).toEqual([
    { "k8s.io/initial-events-end": "true" },
  ]);
});

test("W11 sendInitialEvents without resourceVersionMatch=NotOlderThan is 422", () => {
  const { ask } = withMaps();
  const { status, body } = ask("GET", `${path}?watch=true&sendInitialEvents=true`);
  expect(status).toBe(422);
  expect(body).toMatchObject({ reason: "Invalid", details: { causes: [{ field: "sendInitialEvents" }] } });
  expect(ask("GET", `${path}?watch=true&resourceVersionMatch=NotOlderThan`).status).toBe(422);
});

test("W12 a watch from a forgotten resourceVersion gets one ERROR with a 410 and ends", () => {
  const { watch, store } = withMaps("a", "b", "c");
  store.compact(store.resourceVersion);
  const asked = store.resourceVersion - 1;
  const watching = watch(`${path}?watch=true&resourceVersion=${asked}`);
  expect(watching.reply.status).toBe(200);
  expect(watching.events()).toMatchObject([
    {
      type: "ERROR",
      object: {
        kind: "Status",
        code: 410,
        reason: "Expired",
        message: `too old resource version: ${asked} (${store.resourceVersion})`,
      },
    },
  ]);
  expect(watching.ended()).toBe(true);
});

test("W12 a watch from what was just listed, or with initial events, never is too old", () => {
  const { watch, ask, store } = withMaps("a", "b");
  const { resourceVersion } = ask("GET", path).body.metadata;
  store.compact(store.resourceVersion);
  expect(watch(`${path}?watch=true&resourceVersion=${resourceVersion}`).ended()).toBe(false);
  expect(watch(`${path}?${watchList}&resourceVersion=5`).told()).toEqual(["ADDED a", "ADDED b", "BOOKMARK"]);
});

test("W13 a watch from a future resourceVersion gets a 410 at once", () => {
  const watching = withMaps("a").watch(`${path}?watch=true&resourceVersion=999999`);
  expect(watching.events()).toMatchObject([{ type: "ERROR", object: { code: 410, reason: "Expired" } }]);
  expect(watching.ended()).toBe(true);
});

test("W14 the old /watch/ paths still work", () => {
  const { watch } = withMaps("a", "b");
  expect(watch("/api/v1/watch/namespaces/default/configmaps").told()).toEqual(["ADDED a", "ADDED b"]);
  expect(watch("/api/v1/watch/namespaces/default/configmaps/b").told()).toEqual(["ADDED b"]);
});

test("W15 a watch can be of Tables, which carry their columns once", () => {
  const { watch, store } = withMaps("a");
  const watching = watch(`${path}?watch=true`, { accept: tableAccept });
  store.update(configMaps, configMap("a", { data: { k: "v" } }));
  const [first, second] = watching.events();
  expect(first?.object.columnDefinitions.map(({ name }) => name)).toEqual(["Name", "Data", "Age"]);
  expect(first?.object.rows[0]?.cells).toEqual(["a", 0, "0s"]);
  expect(second?.object).toMatchObject({
    kind: "Table",
    columnDefinitions: null,
    rows: [{ cells: ["a", 1, "0s"] }],
  });
});

test("W15 a watch can be of metadata alone", () => {
  const watching = withMaps("a").watch(`${path}?watch=true`, {
    accept:
      "application/vnd.kubernetes.protobuf;as=PartialObjectMetadata;g=meta.k8s.io;v=v1,application/json;as=PartialObjectMetadata;g=meta.k8s.io;v=v1",
  });
  expect(watching.events()[0]?.object).toMatchObject({
    kind: "PartialObjectMetadata",
    metadata: { name: "a" },
  });
});

test("closing the apiserver ends every watch", () => {
  const { watch, apiserver } = withMaps("a");
  const watching = watch(`${path}?watch=true`);
  apiserver.close();
  expect(watching.ended()).toBe(true);
});
