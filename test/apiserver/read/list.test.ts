import { expect, test } from "vitest";
import { kindNamed } from "../../../sim/store/kinds.ts";
import { apiserverOf, configMap, configMaps, namesOf } from "../support/apiserver.ts";

const path = "/api/v1/namespaces/default/configmaps";

function withMaps(count: number) {
  const server = apiserverOf();
  for (let i = 0; i < count; i++) server.store.create(configMaps, configMap(`m${i}`));
  const names = (query: string): string[] => namesOf(server.ask("GET", `${path}${query}`).body);
  return { ...server, names };
}

test("R1 an object carries kind, apiVersion and full metadata", () => {
  const { ask } = withMaps(1);
  const { kind, apiVersion, metadata } = ask("GET", `${path}/m0`).body;
  expect({ kind, apiVersion }).toEqual({ kind: "ConfigMap", apiVersion: "v1" });
  expect(metadata).toMatchObject({ name: "m0", namespace: "default" });
  expect(metadata.uid).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/);
  expect(metadata.resourceVersion).toMatch(/^\d+$/);
  expect(metadata.creationTimestamp).toMatch(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$/);
});

test("R2 a list has its kind, a resourceVersion, and items even when there are none", () => {
  const { ask } = withMaps(0);
  expect(ask("GET", "/apis/kubevirt.io/v1/virtualmachines").body).toEqual({
    kind: "VirtualMachineList",
    apiVersion: "kubevirt.io/v1",
    metadata: { resourceVersion: expect.any(String) as string },
    items: [],
  });
  expect(ask("GET", "/api/v1/endpoints").body.kind).toBe("EndpointsList");
});

test("R2 items of custom resources have kind and apiVersion", () => {
  const { ask, store } = withMaps(0);
  store.create(kindNamed("virtualmachines", "kubevirt.io"), {
    apiVersion: "kubevirt.io/v1",
    kind: "VirtualMachine",
    metadata: { name: "a", namespace: "default" },
  });
  expect(ask("GET", "/apis/kubevirt.io/v1/virtualmachines").body.items[0]).toMatchObject({
    kind: "VirtualMachine",
    apiVersion: "kubevirt.io/v1",
  });
});

test("R3 a list's resourceVersion is no older than any item's, and a watch can start from it", () => {
  const { ask, watch, store } = withMaps(3);
  const { metadata, items } = ask("GET", path).body;
  for (const item of items)
    expect(Number(metadata.resourceVersion)).toBeGreaterThanOrEqual(Number(item.metadata.resourceVersion));
  const watching = watch(`${path}?watch=true&resourceVersion=${metadata.resourceVersion}`);
  store.create(configMaps, configMap("later"));
  expect(watching.told()).toEqual(["ADDED later"]);
});

test("R4 a list in a namespace that does not exist is empty", () => {
  expect(apiserverOf().ask("GET", "/api/v1/namespaces/nowhere/pods")).toMatchObject({
    status: 200,
    body: { items: [] },
  });
});

test("V-b a list without a limit is whole, however long", () => {
  const { ask } = withMaps(1200);
  for (const query of ["", "?resourceVersion=0&resourceVersionMatch=NotOlderThan", "?limit=0"]) {
    const { items, metadata } = ask("GET", `${path}${query}`).body;
    expect(items).toHaveLength(1200);
    expect(metadata).not.toHaveProperty("continue");
  }
});

test("R9 pages follow each other without gap or repetition, and say how much is left", () => {
  const { ask } = withMaps(7);
  const first = ask("GET", `${path}?limit=3`).body;
  expect(namesOf(first)).toEqual(["m0", "m1", "m2"]);
  expect(first.metadata.remainingItemCount).toBe(4);
  const second = ask("GET", `${path}?limit=3&continue=${first.metadata.continue}`).body;
  expect(namesOf(second)).toEqual(["m3", "m4", "m5"]);
  const third = ask("GET", `${path}?limit=3&continue=${second.metadata.continue}`).body;
  expect(namesOf(third)).toEqual(["m6"]);
  expect(third.metadata).not.toHaveProperty("continue");
});

test("R10 with a selector nothing is said about how much is left", () => {
  const { ask } = withMaps(7);
  const { metadata, items } = ask("GET", `${path}?limit=3&labelSelector=!x`).body;
  expect(items).toHaveLength(3);
  expect(metadata).toHaveProperty("continue");
  expect(metadata).not.toHaveProperty("remainingItemCount");
});

test("R10 all pages show the state at the first one's resourceVersion, whatever happens meanwhile", () => {
  const { ask, store } = withMaps(6);
  const first = ask("GET", `${path}?limit=2`).body;
  for (const changed of ["once", "twice"]) store.update(configMaps, configMap("m3", { data: { changed } }));
  store.delete(configMaps, "default", "m4");
  store.create(configMaps, configMap("m4a"));
  const rest = ask("GET", `${path}?continue=${first.metadata.continue}`).body;
  expect(rest.metadata.resourceVersion).toBe(first.metadata.resourceVersion);
  expect(namesOf(rest)).toEqual(["m2", "m3", "m4", "m5"]);
  expect(rest.items[1]).not.toHaveProperty("data");
});

test.each([
  "nonsense",
  "e30",
  "eyJ2IjoxfQ",
  Buffer.from('{"v":1,"rv":-1,"after":"a"}').toString("base64url"),
])("R11 a continue token that this server did not make (%s) is 400", (token) => {
  expect(apiserverOf().ask("GET", `${path}?continue=${token}`)).toMatchObject({
    status: 400,
    body: { reason: "BadRequest" },
  });
});

test("R11 an expired token is 410, with one to go on from in another state", () => {
  const { ask, store } = withMaps(6);
  const first = ask("GET", `${path}?limit=2`).body;
  store.delete(configMaps, "default", "m3");
  store.compact(store.resourceVersion);
  const expired = ask("GET", `${path}?continue=${first.metadata.continue}`);
  expect(expired).toMatchObject({ status: 410, body: { reason: "Expired", code: 410 } });
  const rest = ask("GET", `${path}?continue=${expired.body.metadata.continue}`).body;
  expect(namesOf(rest)).toEqual(["m2", "m4", "m5"]);
});

test("R12 resourceVersion=0 and NotOlderThan serve the present state; with 0 a limit cuts nothing off", () => {
  const { names, store } = withMaps(3);
  const all = ["m0", "m1", "m2"];
  expect(names("?resourceVersion=0")).toEqual(all);
  expect(names("?resourceVersion=0&limit=1")).toEqual(all);
  expect(names("?resourceVersion=0&resourceVersionMatch=NotOlderThan")).toEqual(all);
  expect(names(`?resourceVersion=${store.resourceVersion - 2}&resourceVersionMatch=NotOlderThan`)).toEqual(
    all,
  );
  expect(names(`?resourceVersion=${store.resourceVersion}`)).toEqual(all);
});

test("R12 resourceVersionMatch=Exact serves the state of then, or 410", () => {
  const { names, ask, store } = withMaps(3);
  const then = store.resourceVersion - 1;
  expect(names(`?resourceVersion=${then}&resourceVersionMatch=Exact`)).toEqual(["m0", "m1"]);
  store.compact(store.resourceVersion);
  expect(ask("GET", `${path}?resourceVersion=${then}&resourceVersionMatch=Exact`).status).toBe(410);
});

test("R13 a resourceVersion of the future is 504, to be tried again", () => {
  const { ask, store } = withMaps(1);
  const { status, headers, body } = ask("GET", `${path}?resourceVersion=999999`);
  expect(status).toBe(504);
  expect(headers["retry-after"]).toBe("1");
  expect(body).toMatchObject({
    reason: "Timeout",
    message: `Too large resource version: 999999, current: ${store.resourceVersion}`,
    details: { causes: [{ reason: "ResourceVersionTooLarge" }] },
  });
});

test.each([
  ["?resourceVersion=abc", 400],
  ["?limit=many", 400],
  ["?resourceVersionMatch=Exact", 422],
  ["?resourceVersionMatch=Sometimes&resourceVersion=1", 422],
  ["?resourceVersionMatch=Exact&resourceVersion=0", 422],
  ["?sendInitialEvents=true", 422],
])("a list cannot be asked for with %s", (query, status) => {
  expect(apiserverOf().ask("GET", `${path}${query}`).status).toBe(status);
});

test("M5 what does not exist is 404, with the resource's full name", () => {
  const { ask } = apiserverOf();
  expect(ask("GET", `${path}/x`).body).toMatchObject({
    message: 'configmaps "x" not found',
    details: { name: "x", kind: "configmaps" },
  });
  expect(ask("GET", "/apis/kubevirt.io/v1/namespaces/default/virtualmachines/x").body).toMatchObject({
    message: 'virtualmachines.kubevirt.io "x" not found',
    details: { name: "x", group: "kubevirt.io", kind: "virtualmachines" },
    reason: "NotFound",
    code: 404,
  });
});
