import { expect, test } from "vitest";
import { ensureNamespace } from "../../../sim/store/bootstrap/kubernetes.ts";
import { apiserverOf, type Asked } from "../support/apiserver.ts";

const maps = "/api/v1/namespaces/default/configmaps";

interface Entry {
  readonly manager: string;
  readonly operation: string;
  readonly time: string;
  readonly fieldsV1: object;
  readonly subresource?: string;
}

function writer() {
  const server = apiserverOf();
  const config = (data: object, metadata: object = {}) => ({
    apiVersion: "v1",
    kind: "ConfigMap",
    metadata: { name: "a", ...metadata },
    data,
  });
  const write = (method: string, manager: string, body: unknown, more: Asked = {}) =>
    server.ask(method, `${method === "POST" ? maps : `${maps}/a`}?fieldManager=${manager}`, {
      body,
      ...more,
    });
  const merge = (manager: string, body: unknown) =>
    write("PATCH", manager, body, { contentType: "application/merge-patch+json" });
  const apply = (manager: string, body: unknown, force = false) =>
    server.ask("PATCH", `${maps}/a?fieldManager=${manager}&force=${force}`, {
      contentType: "application/apply-patch+yaml",
      body,
    });
  const entries = () =>
    (server.ask("GET", `${maps}/a`).body.metadata.managedFields ?? []) as readonly Entry[];
  /** `manager operation: field …`, for short. */
  const owned = () =>
    entries().map(({ manager, operation, fieldsV1 }) => {
      const data = (fieldsV1 as Record<string, object>)["f:data"] ?? {};
      return `${manager} ${operation}: ${Object.keys(data).join(" ").replaceAll("f:", "")}`;
    });
  return { ...server, config, write, merge, apply, entries, owned };
}

test("M23 who creates an object owns what it says, and not what is the server's to say", () => {
  const { write, config, entries } = writer();
  write("POST", "kubectl-create", config({ k: "v" }, { labels: { x: "1" } }));
  expect(entries()).toEqual([
    {
      manager: "kubectl-create",
      operation: "Update",
      apiVersion: "v1",
      time: "2026-01-01T00:00:00Z",
      fieldsType: "FieldsV1",
      fieldsV1: { "f:metadata": { "f:labels": { "f:x": {} } }, "f:data": { "f:k": {} } },
    },
  ]);
});

test("M23 without a field manager it is the program of the User-Agent", () => {
  const { ask, config, entries } = writer();
  ask("POST", maps, { body: config({ k: "v" }), headers: { "user-agent": "my-tool/v1.2 (linux/amd64)" } });
  expect(entries().map(({ manager }) => manager)).toEqual(["my-tool"]);
});

test("M23 who changes a field owns it from then on, who leaves it as it is does not, and nobody what is gone", () => {
  const { write, merge, config, owned } = writer();
  write("POST", "one", config({ a: "1", b: "1", c: "1" }));
  merge("two", { data: { a: "2", b: "1", d: "1" } });
  expect(owned()).toEqual(["one Update: b c", "two Update: a d"]);
  merge("three", { data: { c: null, d: null } });
  expect(owned()).toEqual(["one Update: b", "two Update: a"]);
  write("PUT", "three", config({ b: "3" }));
  expect(owned()).toEqual(["three Update: b"]);
});

test("M23 a write that changes nothing changes no entry either", () => {
  const { write, merge, config, clock, store } = writer();
  write("POST", "one", config({ a: "1" }));
  const before = store.resourceVersion;
  clock.advanceSync(100);
  merge("two", { data: { a: "1" } });
  expect(store.resourceVersion).toBe(before);
});

test("M23 applying over what another has changed is a conflict that names it, until it is forced", () => {
  const { merge, apply, config, owned } = writer();
  apply("gitops", config({ a: "1", b: "1" }));
  merge("kubectl-edit", { data: { a: "2" } });
  expect(owned()).toEqual(["gitops Apply: b", "kubectl-edit Update: a"]);
  const refused = apply("gitops", config({ a: "1", b: "1" }));
  expect(refused).toMatchObject({ status: 409, body: { reason: "Conflict" } });
  expect(refused.body.details["causes"]).toEqual([
    { reason: "FieldManagerConflict", message: 'conflict with "kubectl-edit" using v1', field: ".data.a" },
  ]);
  expect(apply("gitops", config({ a: "1", b: "1" }), true).body.data).toEqual({ a: "1", b: "1" });
  expect(owned()).toEqual(["gitops Apply: a b"]);
});

test("M23 a client may hand its entries over, as kubectl does when it begins to apply on the server's side", () => {
  const { write, apply, config, owned, entries, ask } = writer();
  write("POST", "kubectl-client-side-apply", config({ a: "1" }));
  const [entry] = entries();
  const handed = ask("PATCH", `${maps}/a`, {
    contentType: "application/json-patch+json",
    body: [
      {
        op: "replace",
        path: "/metadata/managedFields",
        value: [{ ...entry, manager: "kubectl", operation: "Apply" }],
      },
    ],
  });
  expect(handed.status).toBe(200);
  expect(owned()).toEqual(["kubectl Apply: a"]);
  expect(apply("kubectl", config({ b: "1" })).body.data).toEqual({ b: "1" });
});

test.each([{ extra: {} }, { "k:5": {} }, { "k:{": {} }, { "f:data": 5 }, "text"])(
  "M23 entries that make no sense, such as %j, are as good as none",
  (fieldsV1) => {
    const { write, config, owned, ask } = writer();
    write("POST", "one", config({ a: "1" }));
    const { status } = ask("PATCH", `${maps}/a?fieldManager=two`, {
      contentType: "application/merge-patch+json",
      body: {
        metadata: { managedFields: [{ manager: "x", operation: "Update", fieldsV1 }] },
        data: { b: "1" },
      },
    });
    expect(status).toBe(200);
    expect(owned()).toEqual(["two Update: b"]);
  },
);

test("M23 the status is owned apart from the rest", () => {
  const { ask } = apiserverOf();
  const path = "/apis/apps/v1/namespaces/default/statefulsets";
  const template = { metadata: { labels: { a: "1" } }, spec: { containers: [{ name: "c", image: "x" }] } };
  ask("POST", `${path}?fieldManager=me`, {
    body: { metadata: { name: "a" }, spec: { selector: { matchLabels: { a: "1" } }, template } },
  });
  const { body } = ask("PATCH", `${path}/a/status?fieldManager=controller`, {
    contentType: "application/merge-patch+json",
    body: { status: { replicas: 1 } },
  });
  expect(body.metadata.managedFields).toMatchObject([
    { manager: "me" },
    { manager: "controller", subresource: "status", fieldsV1: { "f:status": { "f:replicas": {} } } },
  ]);
});

test("M23 what a node writes is nobody's", () => {
  const { store, ask } = apiserverOf();
  ensureNamespace(store, "kube-node-lease");
  const leases = "/apis/coordination.k8s.io/v1/namespaces/kube-node-lease/leases";
  const node = { name: "system:node:node01", groups: ["system:nodes", "system:masters"] };
  const lease = (name: string) => ({ metadata: { name }, spec: { holderIdentity: name } });
  const made = ask("POST", leases, { body: lease("node01"), as: node });
  expect(made.status).toBe(201);
  expect(made.body.metadata).not.toHaveProperty("managedFields");
  expect(ask("POST", leases, { body: lease("node02") }).body.metadata).toHaveProperty("managedFields");
});
