import { expect, test } from "vitest";
import { apiserverOf, virtualMachine } from "../support/apiserver.ts";

const path = "/api/v1/namespaces/default/configmaps/a";
const contentType = "application/apply-patch+yaml";

function applier() {
  const server = apiserverOf();
  const apply = (manager: string, body: unknown, more = "", target = path) =>
    server.ask("PATCH", `${target}?fieldManager=${manager}${more}`, { contentType, body });
  const config = (data: object, metadata: object = {}) => ({
    apiVersion: "v1",
    kind: "ConfigMap",
    metadata: { name: "a", ...metadata },
    data,
  });
  return { ...server, apply, config };
}

test("M13 an apply makes the object, 201, and notes who manages which fields", () => {
  const { apply, config } = applier();
  const { status, body } = apply("me", config({ k: "v" }, { labels: { x: "1" } }));
  expect(status).toBe(201);
  expect(body.metadata.managedFields).toEqual([
    {
      manager: "me",
      operation: "Apply",
      apiVersion: "v1",
      time: "2026-01-01T00:00:00Z",
      fieldsType: "FieldsV1",
      fieldsV1: { "f:metadata": { "f:labels": { "f:x": {} } }, "f:data": { "f:k": {} } },
    },
  ]);
});

test("M13 the body may be YAML", () => {
  const { apply } = applier();
  const body = "apiVersion: v1\nkind: ConfigMap\nmetadata:\n  name: a\ndata:\n  k: v\n";
  expect(apply("me", body).body.data).toEqual({ k: "v" });
});

test("M13 what the manager no longer says goes, what others said stays", () => {
  const { apply, config } = applier();
  apply("me", config({ a: "1", b: "2", c: "3" }));
  apply("other", config({ c: "3", d: "4" }));
  const { status, body } = apply("me", config({ a: "9" }));
  expect(status).toBe(200);
  expect(body.data).toEqual({ a: "9", c: "3", d: "4" });
});

test("M13 applying the same again leaves no trace", () => {
  const { apply, config, clock, store } = applier();
  apply("me", config({ a: "1" }));
  const before = store.resourceVersion;
  clock.advanceSync(100);
  expect(apply("me", config({ a: "1" })).status).toBe(200);
  expect(store.resourceVersion).toBe(before);
});

test("M13 a field of another applier is a conflict, unless it is forced or the value is the same", () => {
  const { apply, config } = applier();
  apply("one", config({ a: "1" }));
  expect(apply("two", config({ a: "1" })).status).toBe(200);
  const refused = apply("two", config({ a: "2" }));
  expect(refused).toMatchObject({
    status: 409,
    body: {
      reason: "Conflict",
      details: {
        causes: [{ reason: "FieldManagerConflict", message: 'conflict with "one"', field: ".data.a" }],
      },
    },
  });
  const forced = apply("two", config({ a: "2" }), "&force=true");
  expect(forced.body.data).toEqual({ a: "2" });
  expect(apply("one", config({})).body.data).toEqual({ a: "2" });
});

test("M13 lists of built-in kinds are applied item by item", () => {
  const { apply } = applier();
  const target = "/apis/apps/v1/namespaces/default/deployments/web";
  const deployment = (containers: readonly object[]) => ({
    apiVersion: "apps/v1",
    kind: "Deployment",
    metadata: { name: "web" },
    spec: {
      selector: { matchLabels: { app: "web" } },
      template: { metadata: { labels: { app: "web" } }, spec: { containers } },
    },
  });
  apply(
    "me",
    deployment([
      { name: "a", image: "a:1" },
      { name: "b", image: "b:1" },
    ]),
    "",
    target,
  );
  apply("sidecars", deployment([{ name: "c", image: "c:1" }]), "", target);
  const { body } = apply("me", deployment([{ name: "a", image: "a:2" }]), "", target);
  expect(body.spec).toMatchObject({
    template: {
      spec: {
        containers: [
          { name: "a", image: "a:2" },
          { name: "c", image: "c:1" },
        ],
      },
    },
  });
});

test("M13 custom resources can be applied, and their status by /status", () => {
  const { apply } = applier();
  const target = "/apis/kubevirt.io/v1/namespaces/default/virtualmachines/a";
  expect(apply("me", virtualMachine("a"), "", target).status).toBe(201);
  const { kind, apiVersion } = virtualMachine("a");
  const status = { apiVersion, kind, metadata: { name: "a" }, status: { printableStatus: "Stopped" } };
  const { body } = apply("operator", status, "", `${target}/status`);
  expect(body.status).toMatchObject({ printableStatus: "Stopped" });
  expect(body.spec).toMatchObject({ runStrategy: "Halted" });
});

test.each([
  ["without a fieldManager", "", { apiVersion: "v1", kind: "ConfigMap" }],
  ["of no object", "?fieldManager=me", "- a"],
  ["without a kind", "?fieldManager=me", { apiVersion: "v1" }],
  ["of another name", "?fieldManager=me", { apiVersion: "v1", kind: "ConfigMap", metadata: { name: "b" } }],
  [
    "with managedFields",
    "?fieldManager=me",
    { apiVersion: "v1", kind: "ConfigMap", metadata: { managedFields: [] } },
  ],
  ["of bad YAML", "?fieldManager=me", "a: [b"],
  ["with YAML aliases", "?fieldManager=me", "apiVersion: &v v1\nkind: *v"],
])("M13 an apply %s is 400", (_, query, body) => {
  expect(applier().ask("PATCH", `${path}${query}`, { contentType, body }).status).toBe(400);
});

test("M14 a dry run of an apply does nothing", () => {
  const { apply, config, ask } = applier();
  expect(apply("me", config({ a: "1" }), "&dryRun=All").status).toBe(201);
  expect(ask("GET", path).status).toBe(404);
});
