import { expect, test } from "vitest";
import { ManualClock } from "../../sim/clock/manual.ts";
import { kindNamed } from "../../sim/store/kinds.ts";
import type { KubeObject } from "../../sim/store/object.ts";
import type { Index } from "../../sim/store/object-index.ts";
import { namespaceKind } from "../../sim/store/objects/cluster-basics.ts";
import { virtualMachineKind } from "../../sim/store/objects/virtual-machine.ts";
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

test("an index finds objects by what they are now, whenever it is first asked", () => {
  const byColour: Index<ConfigMap> = {
    kind: configMaps,
    keysOf: ({ data }) => (data["colour"] === undefined ? [] : [data["colour"]]),
  };
  const store = storeOf();
  const namesBy = (key: string) => store.by(byColour, key).map(({ metadata }) => metadata.name);
  store.create(configMaps, draft("b", { colour: "red" }));
  expect(namesBy("red")).toEqual(["b"]);
  const made = store.create(configMaps, draft("a", { colour: "red" }));
  store.create(configMaps, draft("c"));
  expect(namesBy("red")).toEqual(["a", "b"]);
  store.update(configMaps, { ...made, data: { colour: "blue" } });
  expect([namesBy("red"), namesBy("blue")]).toEqual([["b"], ["a"]]);
  store.delete(configMaps, "default", "b");
  expect(namesBy("red")).toEqual([]);
});

test("an index is up to date inside the listener that is told of a write", () => {
  const all: Index<ConfigMap> = { kind: configMaps, keysOf: () => ["all"] };
  const store = storeOf();
  const counts: number[] = [];
  store.watch(configMaps, ({ object }) => {
    if (object.metadata.name === "a") store.create(configMaps, draft("b"));
    counts.push(store.by(all, "all").length);
  });
  store.create(configMaps, draft("a"));
  expect(counts).toEqual([2, 2]);
});

test("a generation counts what is wanted of an object, not what is said about it", () => {
  const store = storeOf();
  const generation = () => store.get(virtualMachineKind, "default", "vm")?.metadata.generation;
  const vm = store.create(virtualMachineKind, {
    apiVersion: "kubevirt.io/v1",
    kind: "VirtualMachine",
    metadata: { name: "vm", namespace: "default", finalizers: ["x"] },
    spec: { runStrategy: "Always", template: { spec: { domain: { devices: {} } } } },
  });
  expect(generation()).toBe(1);
  const told = store.update(virtualMachineKind, { ...vm, status: { ready: true } });
  const labelled = store.update(virtualMachineKind, {
    ...told,
    metadata: { ...told.metadata, labels: { a: "b" } },
  });
  expect(generation()).toBe(1);
  store.update(virtualMachineKind, { ...labelled, spec: { ...vm.spec, runStrategy: "Halted" } });
  expect(generation()).toBe(2);
  store.delete(virtualMachineKind, "default", "vm");
  expect(generation()).toBe(3);
  expect(store.create(configMaps, draft("a")).metadata.generation).toBeUndefined();
});

test("a namespace is held by the finalizer in its spec", () => {
  const store = storeOf();
  const made = store.create(namespaceKind, {
    apiVersion: "v1",
    kind: "Namespace",
    metadata: { name: "shop" },
    spec: { finalizers: ["kubernetes"] },
    status: { phase: "Active" },
  });
  const marked = store.delete(namespaceKind, undefined, "shop");
  expect(marked.metadata.deletionTimestamp).toBeDefined();
  store.update(namespaceKind, { ...marked, spec: { ...made.spec, finalizers: [] } });
  expect(store.get(namespaceKind, undefined, "shop")).toBeUndefined();
});

test("a generated name is the same in every run, and never one that is taken", () => {
  const make = () => {
    const store = storeOf();
    const { name: _, ...metadata } = draft("").metadata;
    return Array.from(
      { length: 20 },
      () =>
        store.create(configMaps, { ...draft(""), metadata: { ...metadata, generateName: "job-" } }).metadata
          .name,
    );
  };
  const names = make();
  expect(new Set(names).size).toBe(20);
  expect(make()).toEqual(names);
});

test("what has to be complete is completed, whoever writes it", () => {
  const store = storeOf();
  store.admit(configMaps, (given, previous) => ({
    ...given,
    data: { seen: previous === undefined ? "new" : "again", ...given.data },
  }));
  const made = store.create(configMaps, draft("a"));
  expect(made.data).toEqual({ seen: "new" });
  expect(store.update(configMaps, draft("a", { k: "v" })).data).toEqual({ seen: "again", k: "v" });
});

test("a store that is rewound goes on from a lower resourceVersion, no object has a higher one, and no past is known", () => {
  const store = storeOf();
  for (const name of ["a", "b", "c", "d"]) store.create(configMaps, draft(name));
  const told: string[] = [];
  store.subscribe(({ type, resourceVersion }) => told.push(`${type} ${resourceVersion}`));
  store.rewind(2);
  const versions = () => store.list(configMaps).map(({ metadata }) => metadata.resourceVersion);
  expect([store.resourceVersion, store.oldestResourceVersion]).toEqual([102, 102]);
  expect(versions()).toEqual(["101", "102", "102", "102"]);
  expect([store.eventsSince(101), store.eventsSince(102), store.eventsSince(104)]).toEqual([
    undefined,
    [],
    [],
  ]);
  store.update(configMaps, draft("a", { k: "v" }));
  expect(versions()[0]).toBe("103");
  expect(told).toEqual(["MODIFIED 103"]);
  store.rewind(1_000_000);
  expect(store.resourceVersion).toBe(1);
});
