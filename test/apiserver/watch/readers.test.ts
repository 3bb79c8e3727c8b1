import { expect, test } from "vitest";
import { apiserverOf, configMap, configMaps } from "../support/apiserver.ts";

const path = "/api/v1/namespaces/default/configmaps";
const watchList =
  "allowWatchBookmarks=true&resourceVersionMatch=NotOlderThan&sendInitialEvents=true&timeout=8m35s&timeoutSeconds=515&watch=true";

function withMaps(...names: readonly string[]) {
  const server = apiserverOf();
  for (const name of names) server.store.create(configMaps, configMap(name));
  return server;
}

test("W16 of a thousand watches each is told each event once, and those whose clients leave are dropped", () => {
  const { watch, store, apiserver } = withMaps();
  const watching = Array.from({ length: 1000 }, () => watch(`${path}?watch=true`));
  store.create(configMaps, configMap("a"));
  expect(watching.every(({ text }) => text() === watching[0]?.text())).toBe(true);
  for (const { stream } of watching.slice(0, 999)) stream.close("gone");
  expect(apiserver.watches).toBe(1);
});

test("W16 a client that stops reading misses nothing when it reads again in time", () => {
  const { watch, store } = withMaps();
  const watching = watch(`${path}?watch=true`);
  watching.read(false);
  for (let i = 0; i < 500; i++) store.create(configMaps, configMap(`m${String(i).padStart(3, "0")}`));
  expect(watching.told()).toHaveLength(1);
  watching.read(true);
  expect(watching.told()).toEqual(
    Array.from({ length: 500 }, (_, i) => `ADDED m${String(i).padStart(3, "0")}`),
  );
});

test("W16 a client that never reads is cut off, and can resume from what it was told", () => {
  const { watch, store } = withMaps();
  const slow = watch(`${path}?watch=true`);
  const healthy = watch(`${path}?watch=true`);
  slow.read(false);
  for (let i = 0; i < 5_100; i++) store.create(configMaps, configMap(`m${i}`));
  expect(slow.ended()).toBe(true);
  expect(healthy.told()).toHaveLength(5_100);
  const resourceVersion = slow.events()[0]?.object.metadata.resourceVersion;
  const resumed = watch(`${path}?watch=true&resourceVersion=${resourceVersion}`);
  expect(resumed.told()).toHaveLength(5_099);
});

test("W16 a client that never reads is not cut off for what it does not watch", () => {
  const { watch, store } = withMaps();
  const elsewhere = { namespace: "monitoring" };
  const slow = watch(`${path}?watch=true`);
  const selecting = watch(`${path}?watch=true&labelSelector=app%3Dweb`);
  for (const watching of [slow, selecting]) watching.read(false);
  for (let i = 0; i < 3; i++) store.create(configMaps, configMap(`m${i}`, {}, { labels: { app: "web" } }));
  for (let i = 0; i < 5_100; i++) store.create(configMaps, configMap(`x${i}`, {}, elsewhere));
  expect([slow.ended(), selecting.ended()]).toEqual([false, false]);
  for (const watching of [slow, selecting]) {
    watching.read(true);
    expect(watching.told()).toEqual(["ADDED m0", "ADDED m1", "ADDED m2"]);
  }
});

test("W16 the initial state of a client that reads slowly is sent in pieces, and events meanwhile come after it", () => {
  const { watch, store } = withMaps();
  for (let i = 0; i < 400; i++)
    store.create(configMaps, configMap(`m${i}`, { data: { k: "x".repeat(1000) } }));
  const watching = watch(`${path}?${watchList}`);
  expect(watching.told()).toHaveLength(401);
  const slow = watch(`${path}?watch=true`, { reading: false });
  store.create(configMaps, configMap("later"));
  expect(slow.told().length).toBeLessThan(50);
  slow.read(true);
  expect(slow.told()).toHaveLength(401);
  expect(slow.told().at(-1)).toBe("ADDED later");
});

test("W17 a bookmark comes every minute, and a last one at the end, so that a quiet watch resumes after compaction", async () => {
  const { watch, store, clock } = withMaps("a");
  const watching = watch(`${path}?watch=true&allowWatchBookmarks=true&resourceVersion=0&timeoutSeconds=90`);
  store.create(configMaps, configMap("b", {}, { namespace: "monitoring" }));
  await clock.advance(61);
  expect(watching.told()).toEqual(["ADDED a", "BOOKMARK"]);
  await clock.advance(91);
  expect(watching.told()).toEqual(["ADDED a", "BOOKMARK", "BOOKMARK"]);
  expect(watching.ended()).toBe(true);
  store.compact(store.resourceVersion);
  const resourceVersion = watching.events().at(-1)?.object.metadata.resourceVersion;
  expect(watch(`${path}?watch=true&resourceVersion=${resourceVersion}`).ended()).toBe(false);
});

test("W17 without allowWatchBookmarks there are none", async () => {
  const { watch, clock } = withMaps();
  const watching = watch(`${path}?watch=true`);
  await clock.advance(200);
  expect(watching.text()).toBe("");
});
