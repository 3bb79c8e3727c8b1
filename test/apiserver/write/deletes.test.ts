import { expect, test } from "vitest";
import { podKind } from "../../../sim/store/objects/pod.ts";
import { apiserverOf, configMap, configMaps, namesOf, pod } from "../support/apiserver.ts";

const path = "/api/v1/namespaces/default/configmaps";
const pods = "/api/v1/namespaces/default/pods";

test("M14 dryRun inside DeleteOptions deletes nothing; a body that cannot be read is an error, never a deletion", () => {
  const { ask } = apiserverOf();
  ask("POST", path, { body: configMap("a") });
  const options = (body: object) => ({ body: { kind: "DeleteOptions", apiVersion: "v1", ...body } });
  expect(ask("DELETE", `${path}/a`, options({ dryRun: ["All"] })).status).toBe(200);
  expect(ask("DELETE", `${path}/a`, options({ dryRun: ["Some"] })).status).toBe(422);
  expect(ask("DELETE", `${path}/a`, options({ dryRun: "All" })).status).toBe(400);
  expect(ask("DELETE", `${path}/a`, { body: "{" }).status).toBe(400);
  expect(
    ask("DELETE", `${path}/a`, { body: new Uint8Array([1]), contentType: "application/cbor" }).status,
  ).toBe(415);
  expect(ask("GET", `${path}/a`).status).toBe(200);
});

test("M15 preconditions have to hold", () => {
  const { ask } = apiserverOf();
  const { uid, resourceVersion } = ask("POST", path, { body: configMap("a") }).body.metadata;
  const remove = (preconditions: object) => ask("DELETE", `${path}/a`, { body: { preconditions } });
  expect(remove({ uid: "other" })).toMatchObject({ status: 409, body: { reason: "Conflict" } });
  expect(remove({ resourceVersion: "1" }).status).toBe(409);
  expect(remove({ uid, resourceVersion }).status).toBe(200);
});

test("M16 an object with finalizers is marked, and goes with its last one", () => {
  const { ask, watch, store } = apiserverOf();
  ask("POST", path, { body: configMap("a", {}, { finalizers: ["x"] }) });
  const watching = watch(`${path}?watch=true&resourceVersion=${store.resourceVersion}`);
  expect(ask("DELETE", `${path}/a`).status).toBe(200);
  expect(ask("GET", `${path}/a`).body.metadata.deletionTimestamp).toBeDefined();
  ask("PATCH", `${path}/a`, {
    contentType: "application/merge-patch+json",
    body: { metadata: { finalizers: null } },
  });
  expect(ask("GET", `${path}/a`).status).toBe(404);
  expect(watching.told()).toEqual(["MODIFIED a", "MODIFIED a", "DELETED a"]);
});

test("M17 a deletion answers with a Status that names what went, one of a pod with the pod", () => {
  const { ask } = apiserverOf();
  const { uid } = ask("POST", path, { body: configMap("a") }).body.metadata;
  expect(ask("DELETE", `${path}/a`).body).toEqual({
    kind: "Status",
    apiVersion: "v1",
    metadata: {},
    status: "Success",
    details: { name: "a", kind: "configmaps", uid },
  });
  ask("POST", pods, { body: pod("p") });
  expect(ask("DELETE", `${pods}/p`).body).toMatchObject({ kind: "Pod", metadata: { name: "p" } });
  expect(ask("DELETE", `${path}/a`)).toMatchObject({ status: 404, body: { reason: "NotFound" } });
});

test("a pod that runs is given its grace, or what the request says; one that runs nowhere goes at once", () => {
  const { ask, store } = apiserverOf();
  const graceOf = (name: string, query: string, spec: object) => {
    ask("POST", pods, { body: pod(name, spec) });
    ask("DELETE", `${pods}/${name}${query}`);
    return store.get(podKind, "default", name)?.metadata.deletionGracePeriodSeconds;
  };
  expect(graceOf("a", "", { nodeName: "n", terminationGracePeriodSeconds: 12 })).toBe(12);
  expect(graceOf("b", "?gracePeriodSeconds=5", { nodeName: "n" })).toBe(5);
  expect(graceOf("c", "?gracePeriodSeconds=0", { nodeName: "n" })).toBeUndefined();
  expect(graceOf("d", "", {})).toBeUndefined();
});

test("M18 deletecollection deletes what its selectors select, and no more", () => {
  const { ask } = apiserverOf();
  for (const [name, app] of [
    ["a", "web"],
    ["b", "web"],
    ["c", "db"],
  ] as const) {
    ask("POST", path, { body: configMap(name, {}, { labels: { app } }) });
  }
  expect(namesOf(ask("DELETE", `${path}?labelSelector=app%3Dweb&dryRun=All`).body)).toEqual(["a", "b"]);
  expect(namesOf(ask("DELETE", `${path}?labelSelector=app%3Dweb`).body)).toEqual(["a", "b"]);
  expect(namesOf(ask("GET", path).body)).toEqual(["c"]);
  expect(ask("DELETE", `${path}?labelSelector=%3D`).status).toBe(400);
  expect(namesOf(ask("GET", path).body)).toEqual(["c"]);
});

test("foreground deletion waits for what is owned; orphaning lets go of it", () => {
  const { ask, store } = apiserverOf();
  const owned = (name: string, owner: string) => {
    const { uid } = ask("POST", path, { body: configMap(owner) }).body.metadata;
    const ownerReferences = [{ apiVersion: "v1", kind: "ConfigMap", name: owner, uid }];
    ask("POST", path, { body: configMap(name, {}, { ownerReferences, finalizers: ["hold"] }) });
  };
  owned("part", "whole");
  ask("DELETE", `${path}/whole?propagationPolicy=Foreground`);
  expect(ask("GET", `${path}/whole`).body.metadata.finalizers).toEqual(["foregroundDeletion"]);
  expect(ask("GET", `${path}/part`).body.metadata.deletionTimestamp).toBeDefined();
  const part = store.get(configMaps, "default", "part");
  store.update(configMaps, { ...part, metadata: { ...part?.metadata, finalizers: [] } } as never);
  expect(namesOf(ask("GET", path).body)).toEqual([]);
  owned("left", "gone");
  ask("DELETE", `${path}/gone`, { body: { propagationPolicy: "Orphan" } });
  expect(ask("GET", `${path}/left`).body.metadata.ownerReferences).toEqual([]);
  expect(ask("DELETE", `${path}/left?propagationPolicy=Sometimes`).status).toBe(422);
});

test("a namespace that is deleted says so and takes nothing new; those the cluster needs are not deleted", () => {
  const { ask } = apiserverOf();
  ask("POST", "/api/v1/namespaces", { body: { metadata: { name: "shop" } } });
  expect(ask("GET", "/api/v1/namespaces/shop").body).toMatchObject({
    metadata: { labels: { "kubernetes.io/metadata.name": "shop" } },
    spec: { finalizers: ["kubernetes"] },
    status: { phase: "Active" },
  });
  ask("DELETE", "/api/v1/namespaces/shop");
  expect(ask("GET", "/api/v1/namespaces/shop").body.status["phase"]).toBe("Terminating");
  expect(
    ask("POST", "/api/v1/namespaces/shop/configmaps", { body: { metadata: { name: "a" } } }),
  ).toMatchObject({
    status: 403,
    body: { details: { causes: [{ reason: "NamespaceTerminating" }] } },
  });
  expect(ask("DELETE", "/api/v1/namespaces/default").status).toBe(403);
});
