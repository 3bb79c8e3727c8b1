import { expect, test } from "vitest";
import { ManualClock } from "../../sim/clock/manual.ts";
import { kindNamed } from "../../sim/store/kinds.ts";
import type { KubeObject } from "../../sim/store/object.ts";
import { Store } from "../../sim/store/store.ts";

interface ConfigMap extends KubeObject {
  readonly data: Readonly<Record<string, string>>;
}

const configMaps = kindNamed<ConfigMap>("configmaps");
const draft = (name: string, data = {}, namespace = "default", more = {}) => ({
  apiVersion: "v1",
  kind: "ConfigMap",
  metadata: { name, namespace, ...more },
  data,
});

function storeOf(eventLogCapacity?: number) {
  const clock = new ManualClock();
  return new Store({
    clock,
    seed: 1,
    startResourceVersion: 100,
    ...(eventLogCapacity === undefined ? {} : { eventLogCapacity }),
  });
}

test("each write gets a higher resourceVersion, and a list is in order of namespace and name", () => {
  const store = storeOf();
  for (const [name, namespace] of [
    ["b", "shop"],
    ["a", "shop"],
    ["z", "default"],
    ["a", "shop-2"],
  ] as const) {
    store.create(configMaps, draft(name, {}, namespace));
  }
  const names = (namespace?: string) =>
    store.list(configMaps, namespace).map(({ metadata }) => `${metadata.namespace ?? ""}/${metadata.name}`);
  expect(names()).toEqual(["default/z", "shop-2/a", "shop/a", "shop/b"]);
  expect(names("shop")).toEqual(["shop/a", "shop/b"]);
  expect(store.list(configMaps).map(({ metadata }) => metadata.resourceVersion)).toEqual([
    "103",
    "104",
    "102",
    "101",
  ]);
});

test("a write that changes nothing leaves no trace", () => {
  const store = storeOf();
  const made = store.create(configMaps, draft("a", { k: "v" }));
  expect(store.update(configMaps, { ...made, data: { k: "v" } })).toBe(made);
  expect(store.resourceVersion).toBe(101);
});

test("a write from an outdated state is a conflict; one without a resourceVersion is not", () => {
  const store = storeOf();
  const first = store.create(configMaps, draft("a"));
  store.update(configMaps, { ...first, data: { k: "1" } });
  expect(() => store.update(configMaps, { ...first, data: { k: "2" } })).toThrow(
    'Operation cannot be fulfilled on configmaps "a": the object has been modified; please apply your changes to the latest version and try again',
  );
  store.update(configMaps, draft("a", { k: "3" }));
  expect(store.get(configMaps, "default", "a")?.data).toEqual({ k: "3" });
});

test("an object made anew has another uid; the same object in another run has the same", () => {
  const store = storeOf();
  const first = store.create(configMaps, draft("a"));
  store.delete(configMaps, "default", "a");
  const second = store.create(configMaps, draft("a"));
  expect(second.metadata.uid).not.toBe(first.metadata.uid);
  expect(storeOf().create(configMaps, draft("a")).metadata.uid).toBe(first.metadata.uid);
});

test("an object with finalizers is only marked when it is deleted, and goes with its last finalizer", () => {
  const store = storeOf();
  const events: string[] = [];
  store.subscribe(({ type }) => events.push(type));
  store.create(configMaps, draft("a", {}, "default", { finalizers: ["x", "y"] }));
  const marked = store.delete(configMaps, "default", "a");
  expect(marked.metadata.deletionTimestamp).toBeDefined();
  const half = store.update(configMaps, { ...marked, metadata: { ...marked.metadata, finalizers: ["y"] } });
  expect(store.get(configMaps, "default", "a")).toBe(half);
  store.update(configMaps, { ...half, metadata: { ...half.metadata, finalizers: [] } });
  expect(store.get(configMaps, "default", "a")).toBeUndefined();
  expect(events).toEqual(["ADDED", "MODIFIED", "MODIFIED", "MODIFIED", "DELETED"]);
});

test("what a listener writes is delivered after what it is being told, to all in the same order", () => {
  const store = storeOf();
  const heard: string[][] = [[], []];
  store.subscribe(({ object }) => {
    heard[0]?.push(object.metadata.name);
    if (object.metadata.name === "a") store.create(configMaps, draft("b"));
  });
  store.subscribe(({ object }) => heard[1]?.push(object.metadata.name));
  store.create(configMaps, draft("a"));
  expect(heard).toEqual([
    ["a", "b"],
    ["a", "b"],
  ]);
});

test("events can be resumed from any resourceVersion that is not forgotten", () => {
  const store = storeOf(10);
  for (let i = 0; i < 50; i++) store.create(configMaps, draft(`a${i}`));
  const resumed = store.eventsSince(145)?.map(({ resourceVersion }) => resourceVersion);
  expect(resumed).toEqual([146, 147, 148, 149, 150]);
  expect(store.eventsSince(101)).toBeUndefined();
  store.compact(148);
  expect(store.eventsSince(147)).toBeUndefined();
  expect(store.eventsSince(148)).toHaveLength(2);
});
