import { expect, test } from "vitest";
import { apiserverOf } from "../support/apiserver.ts";

const definitions = "/apis/apiextensions.k8s.io/v1/customresourcedefinitions";
const widgets = "/apis/example.com/v1/namespaces/default/widgets";

const spec = {
  type: "object",
  required: ["size"],
  properties: {
    size: { type: "integer", minimum: 1, maximum: 9 },
    colour: { type: "string", enum: ["red", "blue"], default: "red" },
    code: { type: "string", pattern: "^(?i)[a-z]+$", maxLength: 5 },
    port: { "x-kubernetes-int-or-string": true },
    note: { type: "string", nullable: true },
    labels: { type: "object", additionalProperties: { type: "string" } },
    free: { type: "object", "x-kubernetes-preserve-unknown-fields": true },
    parts: {
      type: "array",
      maxItems: 2,
      items: {
        type: "object",
        properties: { name: { type: "string" }, count: { type: "integer", default: 1 } },
      },
    },
    choice: {
      anyOf: [{ required: ["a"] }, { required: ["b"] }],
      type: "object",
      properties: { a: {}, b: {} },
    },
  },
};

function withWidgets(schema: object = spec) {
  const server = apiserverOf();
  const version = {
    name: "v1",
    served: true,
    storage: true,
    schema: { openAPIV3Schema: { type: "object", properties: { spec: schema, status: { type: "object" } } } },
    subresources: { status: {} },
  };
  const made = server.ask("POST", definitions, {
    body: {
      metadata: { name: "widgets.example.com" },
      spec: {
        group: "example.com",
        scope: "Namespaced",
        names: { plural: "widgets", kind: "Widget" },
        versions: [version],
      },
    },
  });
  const post = (given: object, query = "") =>
    server.ask("POST", `${widgets}${query}`, {
      body: { apiVersion: "example.com/v1", kind: "Widget", metadata: { name: "a" }, spec: given },
    });
  return { ...server, made, post };
}

test("M22 a custom resource gets the defaults of its definition, also inside lists and in place of null", () => {
  const { post } = withWidgets();
  const given = { size: 1, colour: null, note: null, parts: [{ name: "x" }, { count: 3 }] };
  expect(post(given).body.spec).toEqual({
    size: 1,
    colour: "red",
    note: null,
    parts: [{ name: "x", count: 1 }, { count: 3 }],
  });
});

test("M22 what its definition does not know is dropped, unless it is to be preserved", () => {
  const { post } = withWidgets();
  const given = {
    size: 1,
    colour: "red",
    extra: 1,
    labels: { a: "b" },
    free: { x: { y: 1 } },
    parts: [{ nam: 1 }],
  };
  const { status, body, headers } = post(given);
  expect(status).toBe(201);
  expect(body.spec).toEqual({
    size: 1,
    colour: "red",
    labels: { a: "b" },
    free: { x: { y: 1 } },
    parts: [{ count: 1 }],
  });
  expect(headers["warning"]).toBe(
    String.raw`299 - "unknown field \"spec.extra\"", 299 - "unknown field \"spec.parts[0].nam\""`,
  );
});

test("M22 with fieldValidation=Strict it is refused, with Ignore dropped in silence", () => {
  const { post } = withWidgets();
  const strict = post({ size: 1, parts: [{ nam: 1 }] }, "?fieldValidation=Strict");
  expect(strict.status).toBe(400);
  expect(strict.body.message).toContain('strict decoding error: unknown field "spec.parts[0].nam"');
  expect(post({ size: 1, extra: 1 }, "?fieldValidation=Ignore").headers).not.toHaveProperty("warning");
});

test.each([
  [{}, "spec.size", "Required value"],
  [
    { size: "1" },
    "spec.size",
    'Invalid value: "string": spec.size in body must be of type integer: "string"',
  ],
  [
    { size: 1.5 },
    "spec.size",
    'Invalid value: "number": spec.size in body must be of type integer: "number"',
  ],
  [{ size: 0 }, "spec.size", "Invalid value: 0: spec.size in body should be greater than or equal to 1"],
  [{ size: 10 }, "spec.size", "Invalid value: 10: spec.size in body should be less than or equal to 9"],
  [
    { size: 1, colour: "green" },
    "spec.colour",
    'Unsupported value: "green": supported values: "red", "blue"',
  ],
  [
    { size: 1, code: "a1" },
    "spec.code",
    `Invalid value: "a1": spec.code in body should match '^(?i)[a-z]+$'`,
  ],
  [
    { size: 1, code: "abcdef" },
    "spec.code",
    'Invalid value: "abcdef": spec.code in body should be at most 5 chars long',
  ],
  [
    { size: 1, port: true },
    "spec.port",
    'Invalid value: "boolean": spec.port in body must be of type integer,string: "boolean"',
  ],
  [
    { size: 1, labels: { "a/b": 1 } },
    "spec.labels.a/b",
    'Invalid value: "number": spec.labels.a/b in body must be of type string: "number"',
  ],
  [
    { size: 1, parts: [{}, { name: 1 }] },
    "spec.parts[1].name",
    'Invalid value: "number": spec.parts[1].name in body must be of type string: "number"',
  ],
])("M22 the spec %j is 422, and says at %s what is wrong", (given, field, message) => {
  const { status, body } = withWidgets().post(given);
  expect(status).toBe(422);
  expect(body.details["causes"]).toEqual([expect.objectContaining({ field, message })]);
  expect(body.message).toBe(`Widget.example.com "a" is invalid: ${field}: ${message}`);
});

test.each([
  { size: 1, parts: [{}, {}, {}] },
  { size: 1, choice: {} },
  { size: 1, free: null },
])("M22 the spec %j is 422 too", (given) => {
  expect(withWidgets().post(given).status).toBe(422);
});

test.each([
  { size: 9, port: 80, code: "Abc", choice: { b: 1 } },
  { size: 1, port: "http" },
])("M22 the spec %j is taken", (given) => {
  expect(withWidgets().post(given).status).toBe(201);
});

test("M22 an update and a write to the status are held to it too, and what an operator applies", () => {
  const { post, ask } = withWidgets();
  post({ size: 1 });
  const merge = (path: string, body: object) =>
    ask("PATCH", path, { contentType: "application/merge-patch+json", body });
  expect(merge(`${widgets}/a`, { spec: { size: 0 } }).status).toBe(422);
  expect(merge(`${widgets}/a`, { spec: { size: 2 } }).body.spec).toEqual({ size: 2, colour: "red" });
  expect(merge(`${widgets}/a/status`, { status: "done" }).status).toBe(422);
  const config = { apiVersion: "example.com/v1", kind: "Widget", spec: { size: "x" } };
  const applied = ask("PATCH", `${widgets}/a?fieldManager=m&force=true`, {
    contentType: "application/apply-patch+yaml",
    body: config,
  });
  expect(applied.status).toBe(422);
});

test("M22 a definition whose pattern is none is 422", () => {
  const { made } = withWidgets({ type: "object", properties: { a: { type: "string", pattern: "(" } } });
  expect(made.status).toBe(422);
  expect(made.body.message).toContain(
    "spec.versions[0].schema.openAPIV3Schema.properties[spec].properties[a].pattern",
  );
});

test.each([
  5,
  { properties: 5 },
  { type: 5, required: 5, enum: 5, anyOf: 5, items: 5, default: 5 },
  { properties: { a: null } },
])("a schema that makes no sense, such as %j, breaks nothing", (schema) => {
  const { post } = withWidgets(schema as object);
  expect([201, 400, 404, 422]).toContain(post({ a: 1 }).status);
});

test("a pattern on which JavaScript would think for ever is decided at once", () => {
  const { post } = withWidgets({ type: "object", properties: { a: { type: "string", pattern: "^(a+)+$" } } });
  expect(post({ a: `${"a".repeat(50_000)}!` }).status).toBe(422);
});

test("names of fields that are half a character are refused, not an error of the server", () => {
  const { post } = withWidgets({ type: "object", additionalProperties: { type: "integer" } });
  expect(post({ "\ud800": "x" }).status).toBe(400);
});
