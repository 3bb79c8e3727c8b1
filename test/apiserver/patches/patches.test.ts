import { expect, test } from "vitest";
import { jsonPatch } from "../../../sim/apiserver/patches/json-patch.ts";
import { mergePatch } from "../../../sim/apiserver/patches/merge-patch.ts";
import { strategicMergePatch } from "../../../sim/apiserver/patches/strategic-merge-patch.ts";
import { ApiError } from "../../../sim/apiserver/status.ts";

const frozen = <T>(value: T): T => {
  if (typeof value === "object" && value !== null) {
    Object.values(value).forEach(frozen);
    Object.freeze(value);
  }
  return value;
};

test("M9 a merge patch replaces, adds, deletes by null, and merges maps key by key", () => {
  const target = frozen({ a: 1, b: { c: 1, d: 2 }, list: [1, 2] });
  expect(mergePatch(target, { a: null, b: { d: 3, e: { f: null, g: 1 } }, list: [3] })).toEqual({
    b: { c: 1, d: 3, e: { g: 1 } },
    list: [3],
  });
});

test("M10 a JSON Patch does all of its operations", () => {
  const target = frozen({ metadata: { labels: { a: "1" } }, list: ["x"] });
  expect(
    jsonPatch(target, [
      { op: "test", path: "/metadata/labels/a", value: "1" },
      { op: "add", path: "/metadata/labels/b~1c", value: "2" },
      { op: "remove", path: "/metadata/labels/a" },
      { op: "add", path: "/list/-", value: "y" },
      { op: "move", from: "/list/0", path: "/first" },
      { op: "copy", from: "/first", path: "/second" },
      { op: "replace", path: "/first", value: 0 },
    ]),
  ).toEqual({ metadata: { labels: { "b/c": "2" } }, list: ["y"], first: 0, second: "x" });
});

test.each([
  [{ op: "add" }, 400],
  [{}, 400],
  [[{ op: "add", path: 1 }], 400],
  [[{ op: "frobnicate", path: "/a" }], 422],
  [[{ op: "test", path: "/a", value: 2 }], 422],
  [[{ op: "remove", path: "/nothing" }], 422],
  [[{ op: "add", path: "/nothing/below", value: 1 }], 422],
  [[{ op: "add", path: "/list/5", value: 1 }], 422],
  [[{ op: "replace", path: "/list/map", value: 1 }], 422],
  [[{ op: "add", path: "/toString/call", value: 1 }], 422],
  [[{ op: "add", path: "/list/slice/call", value: 1 }], 422],
  [[{ op: "add", path: "/__proto__/polluted", value: 1 }], 422],
  [[{ op: "add", path: "/__proto__", value: {} }], 422],
  [[{ op: "copy", from: "/constructor/prototype", path: "/b" }], 422],
  [[{ op: "move", path: "/b" }], 422],
])("M10 the JSON Patch %j is refused with %d and does nothing", (patch, code) => {
  const target = { a: 1, list: [1] };
  let refused: unknown;
  try {
    jsonPatch(target, patch);
  } catch (error) {
    refused = error;
  }
  expect(refused).toBeInstanceOf(ApiError);
  expect((refused as ApiError).status.code).toBe(code);
  expect(target).toEqual({ a: 1, list: [1] });
  expect(Object.prototype.toString.call([])).toBe("[object Array]");
  expect({}).not.toHaveProperty("polluted");
});

const pod = frozen({
  metadata: { finalizers: ["a"], labels: { app: "web" } },
  spec: {
    containers: [
      { name: "one", image: "x:1", env: [{ name: "A", value: "1" }], ports: [{ containerPort: 80 }] },
      { name: "two", image: "y:1" },
    ],
    volumes: [{ name: "v", emptyDir: {} }],
    tolerations: [{ key: "a" }],
  },
  status: { conditions: [{ type: "Ready", status: "False" }] },
});
const patchedPod = (patch: unknown) => strategicMergePatch("Pod", pod, patch) as typeof pod;

test("M11 lists with a key are merged item by item, others are replaced", () => {
  const { spec, status } = patchedPod({
    spec: {
      containers: [
        { name: "two", image: "y:2" },
        { name: "three", image: "z" },
      ],
      tolerations: [{ key: "b" }],
    },
    status: {
      conditions: [
        { type: "Ready", status: "True" },
        { type: "Extra", status: "True" },
      ],
    },
  });
  expect(spec.containers.map(({ name, image }) => `${name} ${image}`)).toEqual([
    "one x:1",
    "two y:2",
    "three z",
  ]);
  expect(spec.tolerations).toEqual([{ key: "b" }]);
  expect(status.conditions).toEqual([
    { type: "Ready", status: "True" },
    { type: "Extra", status: "True" },
  ]);
});

test("M11 lists inside list items are merged by their own keys", () => {
  const { spec } = patchedPod({
    spec: {
      containers: [
        { name: "one", env: [{ name: "B", value: "2" }], ports: [{ containerPort: 80, name: "http" }] },
      ],
    },
  });
  expect(spec.containers[0]).toEqual({
    name: "one",
    image: "x:1",
    env: [
      { name: "A", value: "1" },
      { name: "B", value: "2" },
    ],
    ports: [{ containerPort: 80, name: "http" }],
  });
});

test("M11 $patch: delete takes an item or a map away, $patch: replace stands for all there was", () => {
  expect(
    patchedPod({ spec: { containers: [{ name: "one", $patch: "delete" }] } }).spec.containers,
  ).toHaveLength(1);
  expect(
    patchedPod({ spec: { containers: [{ $patch: "replace" }, { name: "new" }] } }).spec.containers,
  ).toEqual([{ name: "new" }]);
  expect(patchedPod({ metadata: { labels: { $patch: "replace", b: "1" } } }).metadata.labels).toEqual({
    b: "1",
  });
  expect(patchedPod({ metadata: { labels: { $patch: "delete" } } }).metadata).not.toHaveProperty("labels");
});

test("M11 sets of plain values are united, and thinned by $deleteFromPrimitiveList", () => {
  expect(patchedPod({ metadata: { finalizers: ["b", "a"] } }).metadata.finalizers).toEqual(["a", "b"]);
  expect(
    patchedPod({ metadata: { "$deleteFromPrimitiveList/finalizers": ["a"] } }).metadata.finalizers,
  ).toEqual([]);
});

test("M11 $retainKeys drops what it does not name, $setElementOrder orders", () => {
  const volumes = patchedPod({
    spec: { volumes: [{ name: "v", $retainKeys: ["name", "configMap"], configMap: { name: "c" } }] },
  }).spec.volumes;
  expect(volumes).toEqual([{ name: "v", configMap: { name: "c" } }]);
  const { containers } = patchedPod({
    spec: {
      "$setElementOrder/containers": [{ name: "three" }, { name: "two" }],
      containers: [{ name: "three", image: "z" }],
    },
  }).spec;
  expect(containers.map(({ name }) => name)).toEqual(["three", "two", "one"]);
});

test("M11 a Service's ports are merged by port, a container's by containerPort", () => {
  const service = { spec: { ports: [{ port: 80, name: "http" }, { port: 443 }] } };
  expect(
    strategicMergePatch("Service", service, { spec: { ports: [{ port: 443, name: "https" }] } }),
  ).toEqual({
    spec: {
      ports: [
        { port: 80, name: "http" },
        { port: 443, name: "https" },
      ],
    },
  });
});

test.each([
  [[]],
  ["text"],
  [null],
  [{ spec: { containers: [{ image: "no key" }] } }],
  [{ spec: { containers: ["text"] } }],
])("M11 the strategic merge patch %j is 400", (patch) => {
  expect(() => patchedPod(patch)).toThrow(ApiError);
});
