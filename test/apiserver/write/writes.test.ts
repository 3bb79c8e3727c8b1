import { expect, test } from "vitest";
import { kindNamed } from "../../../sim/store/kinds.ts";
import { apiserverOf, configMap, namesOf, pod } from "../support/apiserver.ts";

const path = "/api/v1/namespaces/default/configmaps";
const pods = "/api/v1/namespaces/default/pods";

test("M1 a created object gets what is the server's to give, whatever its writer says", () => {
  const { ask } = apiserverOf();
  const metadata = {
    uid: "mine",
    creationTimestamp: "1999-01-01T00:00:00Z",
    generation: 7,
    deletionTimestamp: "1999-01-01T00:00:00Z",
    managedFields: [{}],
  };
  const { status, body } = ask("POST", path, { body: configMap("a", {}, metadata) });
  expect(status).toBe(201);
  expect(body.metadata.uid).toMatch(/^[0-9a-f-]{36}$/);
  expect(body.metadata.resourceVersion).toMatch(/^\d+$/);
  expect(body.metadata.creationTimestamp).toMatch(/^2026-/);
  for (const field of ["deletionTimestamp", "managedFields"]) expect(body.metadata).not.toHaveProperty(field);
});

test("M1 generateName gives a name with five characters more, another one each time", () => {
  const { ask } = apiserverOf();
  const made = () => ask("POST", path, { body: { metadata: { generateName: "web-" } } }).body.metadata;
  const [first, second] = [made(), made()];
  expect(first.name).toMatch(/^web-[bcdfghjklmnpqrstvwxz2456789]{5}$/);
  expect(second.name).not.toBe(first.name);
});

test("M1 kind, apiVersion and namespace come from the path when a body of a built-in kind lacks them", () => {
  const { ask } = apiserverOf();
  expect(ask("POST", path, { body: { metadata: { name: "a" } } }).body).toMatchObject({
    kind: "ConfigMap",
    apiVersion: "v1",
    metadata: { namespace: "default" },
  });
});

test("M2 a name that is taken is 409 AlreadyExists", () => {
  const { ask } = apiserverOf();
  ask("POST", path, { body: configMap("a") });
  expect(ask("POST", path, { body: configMap("a") })).toMatchObject({
    status: 409,
    body: { reason: "AlreadyExists", message: 'configmaps "a" already exists', details: { name: "a" } },
  });
});

test.each([
  [{ metadata: {} }, "metadata.name"],
  [{ metadata: { name: "UPPER" } }, "metadata.name"],
  [{ metadata: { name: "a", labels: { "no spaces": "x" } } }, "metadata.labels"],
  [{ metadata: { name: "a", labels: { key: "no spaces" } } }, "metadata.labels"],
  [{ metadata: { generateName: "-" } }, "metadata.generateName"],
])("M3 the object %j is 422, with a cause that names %s", (body, field) => {
  const answer = apiserverOf().ask("POST", path, { body });
  expect(answer).toMatchObject({ status: 422, body: { reason: "Invalid", code: 422 } });
  expect(answer.body.details["causes"]).toContainEqual(expect.objectContaining({ field }));
});

test("M4 a namespace that does not exist is 404; one that is not the path's is 400", () => {
  const { ask } = apiserverOf();
  expect(
    ask("POST", "/api/v1/namespaces/nowhere/configmaps", { body: { metadata: { name: "a" } } }),
  ).toMatchObject({
    status: 404,
    body: { message: 'namespaces "nowhere" not found' },
  });
  expect(ask("POST", path, { body: configMap("a", {}, { namespace: "monitoring" }) })).toMatchObject({
    status: 400,
    body: {
      message: "the namespace of the provided object does not match the namespace sent on the request",
    },
  });
});

test("M6 a PUT replaces what the client may write, and keeps the rest", () => {
  const { ask } = apiserverOf();
  const made = ask("POST", path, { body: configMap("a", { data: { k: "1" } }, { labels: { x: "1" } }) }).body;
  const { body } = ask("PUT", `${path}/a`, { body: configMap("a", { data: { j: "2" } }, { uid: "" }) });
  expect(body.data).toEqual({ j: "2" });
  expect(body.metadata).not.toHaveProperty("labels");
  expect(body.metadata.uid).toBe(made.metadata.uid);
  expect(body.metadata.creationTimestamp).toBe(made.metadata.creationTimestamp);
  expect(ask("PUT", `${path}/nope`, { body: configMap("nope") }).status).toBe(404);
  expect(ask("PUT", `${path}/a`, { body: configMap("b") }).status).toBe(400);
});

test("M6 a write to the object leaves its status alone, and one to /status the rest", () => {
  const { ask } = apiserverOf();
  ask("POST", pods, { body: { ...pod("a"), status: { phase: "Running" } } });
  expect(ask("GET", `${pods}/a`).body.status["phase"]).not.toBe("Running");
  const merge = { contentType: "application/merge-patch+json" };
  const status = ask("PATCH", `${pods}/a/status`, {
    ...merge,
    body: { status: { phase: "Running" }, metadata: { labels: { x: "1" } }, spec: { nodeName: "n" } },
  }).body;
  expect(status.status["phase"]).toBe("Running");
  expect(status.spec).not.toHaveProperty("nodeName");
  const object = ask("PATCH", `${pods}/a`, {
    ...merge,
    body: { status: { phase: "Failed" }, metadata: { labels: { x: "1" } } },
  }).body;
  expect(object.status["phase"]).toBe("Running");
  expect(object.metadata.labels).toEqual({ x: "1" });
});

test("M10 a JSON patch of what it cannot see is 422 and changes nothing", () => {
  const { ask, store } = apiserverOf();
  ask("POST", path, { body: configMap("a", { data: { k: "1" } }) });
  const before = store.resourceVersion;
  const patch = { contentType: "application/json-patch+json", body: [{ op: "remove", path: "/data/x" }] };
  expect(ask("PATCH", `${path}/a`, patch).status).toBe(422);
  expect(store.resourceVersion).toBe(before);
});

test("a patch may carry a resourceVersion, which then has to be the present one", () => {
  const { ask } = apiserverOf();
  const { resourceVersion } = ask("POST", path, { body: configMap("a") }).body.metadata;
  const patch = (data: object) =>
    ask("PATCH", `${path}/a`, {
      contentType: "application/merge-patch+json",
      body: { metadata: { resourceVersion }, data },
    });
  expect(patch({ k: "1" }).status).toBe(200);
  expect(patch({ k: "2" }).status).toBe(409);
});

test.each(["POST", "PUT", "PATCH", "DELETE"])(
  "M14 a dry run of %s answers as if, and does nothing",
  (method) => {
    const { ask, store } = apiserverOf();
    ask("POST", path, { body: configMap("there") });
    const before = store.resourceVersion;
    const target = method === "POST" ? path : `${path}/there`;
    const body =
      method === "POST"
        ? configMap("new")
        : method === "PUT"
          ? configMap("there", { data: { k: "v" } })
          : { data: { k: "v" } };
    const answer = ask(method, `${target}?dryRun=All`, {
      contentType: method === "PATCH" ? "application/merge-patch+json" : "application/json",
      ...(method === "DELETE" ? {} : { body }),
    });
    expect(answer.status).toBe(method === "POST" ? 201 : 200);
    if (method === "POST") expect(answer.body.metadata.uid).toMatch(/^[0-9a-f-]{36}$/);
    else if (method !== "DELETE") expect(answer.body.data).toEqual({ k: "v" });
    expect(store.resourceVersion).toBe(before);
    expect(namesOf(ask("GET", path).body)).toEqual(["there"]);
  },
);

test("M14 a dry run fails where the real thing would", () => {
  const { ask } = apiserverOf();
  ask("POST", path, { body: configMap("a") });
  expect(ask("POST", `${path}?dryRun=All`, { body: configMap("a") }).status).toBe(409);
  expect(
    ask("PUT", `${path}/a?dryRun=All`, { body: configMap("a", {}, { resourceVersion: "1" }) }).status,
  ).toBe(409);
  expect(ask("POST", `${path}?dryRun=Some`, { body: configMap("b") }).status).toBe(422);
});

test.each([
  ["labels that YAML made a boolean of", { metadata: { name: "a", labels: { on: true } } }],
  ["annotations that are numbers", { metadata: { name: "a", annotations: { n: 1 } } }],
  ["metadata that is a list", { metadata: [] }],
  ["a name that is a number", { metadata: { name: 5 } }],
  ["data of numbers", { metadata: { name: "a" }, data: { k: 1 } }],
  ["another kind", { kind: "Pod", metadata: { name: "a" } }],
  ["another version", { apiVersion: "v2", metadata: { name: "a" } }],
  ["finalizers that are a word", { metadata: { name: "a", finalizers: "x" } }],
  ["an owner without uid", { metadata: { name: "a", ownerReferences: [{ kind: "Pod" }] } }],
  ["a key that would change a prototype", '{"metadata":{"name":"a"},"data":{"__proto__":{"x":"y"}}}'],
  ["nesting without end", `{"metadata":{"name":"a"},"data":${"[".repeat(5000)}${"]".repeat(5000)}}`],
])("M19 a body with %s is 400", (_, body) => {
  expect(apiserverOf().ask("POST", path, { body })).toMatchObject({
    status: 400,
    body: { reason: "BadRequest" },
  });
});

test("a Secret's stringData is kept in base64", () => {
  const { ask } = apiserverOf();
  const body = { metadata: { name: "s" }, stringData: { k: "v" } };
  const made = ask("POST", "/api/v1/namespaces/default/secrets", { body }).body;
  expect(made).toMatchObject({ type: "Opaque", data: { k: Buffer.from("v").toString("base64") } });
  expect(made).not.toHaveProperty("stringData");
});

test("a resource is not written where it has no place", () => {
  const { ask } = apiserverOf();
  expect(ask("POST", "/api/v1/configmaps", { body: configMap("a") }).status).toBe(405);
  expect(ask("POST", `${path}/a`, { body: configMap("a") }).status).toBe(405);
  expect(ask("PUT", path, { body: configMap("a") }).status).toBe(405);
  expect(ask("OPTIONS", path).status).toBe(405);
  expect(ask("POST", "/healthz").status).toBe(405);
  expect(ask("DELETE", "/api/v1/namespaces").status).toBe(405);
});

test("objects of one kind can be read and written under another of its versions", () => {
  const { ask, store } = apiserverOf();
  const old = "/apis/kubevirt.io/v1alpha3/namespaces/default/virtualmachines";
  const body = {
    apiVersion: "kubevirt.io/v1alpha3",
    kind: "VirtualMachine",
    metadata: { name: "a" },
    spec: { runStrategy: "Halted", template: { spec: { domain: { devices: {} } } } },
  };
  expect(ask("POST", old, { body }).body.apiVersion).toBe("kubevirt.io/v1alpha3");
  expect(store.get(kindNamed("virtualmachines", "kubevirt.io"), "default", "a")?.apiVersion).toBe(
    "kubevirt.io/v1",
  );
  expect(ask("GET", "/apis/kubevirt.io/v1/virtualmachines").body.items[0]?.apiVersion).toBe("kubevirt.io/v1");
  const patch = { contentType: "application/merge-patch+json", body: { metadata: { labels: { x: "1" } } } };
  expect(ask("PATCH", `${old}/a`, patch).body).toMatchObject({ apiVersion: "kubevirt.io/v1alpha3" });
});
