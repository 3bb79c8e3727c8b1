import { expect, test } from "vitest";
import { apiserverOf, namesOf } from "../support/apiserver.ts";

const definitions = "/apis/apiextensions.k8s.io/v1/customresourcedefinitions";
const widgets = "/apis/example.com/v1/namespaces/default/widgets";

const definition = (more: object = {}, version: object = {}) => ({
  apiVersion: "apiextensions.k8s.io/v1",
  kind: "CustomResourceDefinition",
  metadata: { name: "widgets.example.com" },
  spec: {
    group: "example.com",
    scope: "Namespaced",
    names: { plural: "widgets", kind: "Widget", shortNames: ["wd"] },
    versions: [
      {
        name: "v1",
        served: true,
        storage: true,
        schema: {
          openAPIV3Schema: {
            type: "object",
            description: "A widget.",
            properties: { spec: { type: "object", properties: { size: { type: "integer" } } } },
          },
        },
        subresources: {
          status: {},
          scale: { specReplicasPath: ".spec.size", statusReplicasPath: ".status.size" },
        },
        additionalPrinterColumns: [{ name: "Size", type: "integer", jsonPath: ".spec.size" }],
        ...version,
      },
    ],
    ...more,
  },
});
const widget = {
  apiVersion: "example.com/v1",
  kind: "Widget",
  metadata: { name: "a" },
  spec: { size: 3 },
  extra: null,
};

function withWidgets() {
  const server = apiserverOf();
  server.ask("POST", definitions, { body: definition() });
  return server;
}

test("a kind that is defined is served at once: discovery, objects, status, scale, columns", () => {
  const { ask, watch } = apiserverOf();
  expect(ask("GET", widgets).status).toBe(404);
  const made = ask("POST", definitions, { body: definition() });
  expect(made.status).toBe(201);
  expect(made.body.status["conditions"]).toContainEqual(
    expect.objectContaining({ type: "Established", status: "True" }),
  );
  expect(ask("GET", "/apis/example.com/v1").body.resources.map(({ name }) => name)).toEqual([
    "widgets",
    "widgets/status",
    "widgets/scale",
  ]);
  const watching = watch(`${widgets}?watch=true`);
  expect(ask("POST", widgets, { body: widget }).status).toBe(201);
  expect(watching.told()).toEqual(["ADDED a"]);
  const accept = "application/json;as=Table;v=v1;g=meta.k8s.io";
  expect(ask("GET", widgets, { accept }).body.rows[0]?.cells).toEqual(["a", 3]);
  expect(ask("GET", `${widgets}/a/scale`).body.spec).toEqual({ replicas: 3 });
  const patch = { contentType: "application/merge-patch+json", body: { spec: { replicas: 5 } } };
  ask("PATCH", `${widgets}/a/scale`, patch);
  expect(ask("GET", `${widgets}/a`).body.spec).toEqual({ size: 5 });
});

test("its schema is in the OpenAPI document", () => {
  const { text } = withWidgets().ask("GET", "/openapi/v3/apis/example.com/v1");
  expect(text).toContain("A widget.");
});

test("a definition that goes takes its objects along, and is served no more", () => {
  const { ask, watch } = withWidgets();
  const watching = watch(`${widgets}?watch=true`);
  ask("POST", widgets, { body: { ...widget, metadata: { name: "a", finalizers: ["hold"] } } });
  ask("POST", widgets, { body: { ...widget, metadata: { name: "b" } } });
  ask("DELETE", `${definitions}/widgets.example.com`);
  expect(namesOf(ask("GET", widgets).body)).toEqual(["a"]);
  expect(ask("GET", `${definitions}/widgets.example.com`).body.metadata.deletionTimestamp).toBeDefined();
  const patch = { contentType: "application/merge-patch+json", body: { metadata: { finalizers: [] } } };
  ask("PATCH", `${widgets}/a`, patch);
  expect(ask("GET", `${definitions}/widgets.example.com`).status).toBe(404);
  expect(ask("GET", widgets).status).toBe(404);
  expect(watching.told()).toEqual([
    "ADDED a",
    "ADDED b",
    "MODIFIED a",
    "DELETED b",
    "MODIFIED a",
    "DELETED a",
  ]);
  expect(watching.ended()).toBe(true);
});

test("KubeVirt's kinds are defined as any other", () => {
  const names = namesOf(apiserverOf().ask("GET", definitions).body);
  expect(names).toEqual(expect.arrayContaining(["kubevirts.kubevirt.io", "virtualmachines.kubevirt.io"]));
});

test.each([
  [
    "another name than what it defines",
    { ...definition(), metadata: { name: "wrong.example.com" } },
    "metadata.name",
  ],
  ["no version that is stored", definition({}, { storage: false }), "spec.versions"],
  ["no scope", definition({ scope: undefined }), "spec.scope"],
  [
    "a plural in upper case",
    definition({ names: { plural: "Widgets", kind: "Widget" } }),
    "spec.names.plural",
  ],
])("a definition with %s is 422", (_, body, field) => {
  const answer = apiserverOf().ask("POST", definitions, { body });
  expect(answer.status).toBe(422);
  expect(answer.body.details["causes"]).toContainEqual(expect.objectContaining({ field }));
});
