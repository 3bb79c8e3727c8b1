import { expect, onTestFinished, test } from "vitest";
import { Resources } from "../../../sim/apiserver/resources.ts";
import { knownFieldsOf } from "../../../sim/apiserver/schemas/known-fields.ts";
import { scenario, virtualMachine } from "../../support/scenario.ts";
import { simulationOf } from "../../support/simulation.ts";
import { apiserverOf, configMap } from "../support/apiserver.ts";

const path = "/api/v1/namespaces/default/configmaps";
const pods = "/api/v1/namespaces/default/pods";

test("M21 unknown fields are dropped, or with fieldValidation=Strict refused", () => {
  const { ask } = apiserverOf();
  const body = { ...configMap("a"), extra: 1 };
  const refused = ask("POST", `${path}?fieldValidation=Strict`, { body });
  expect(refused.status).toBe(400);
  expect(refused.body.message).toContain('unknown field "extra"');
  const taken = ask("POST", `${path}?fieldValidation=Ignore`, { body });
  expect(taken.status).toBe(201);
  expect(taken.body).not.toHaveProperty("extra");
});

test.each([
  [
    "deployments",
    { spec: { template: { spec: { containers: [{ nam: "c" }] } } } },
    "spec.template.spec.containers[0].nam",
  ],
  ["deployments", { metadata: { label: {} } }, "metadata.label"],
  [
    "statefulsets",
    { spec: { volumeClaimTemplates: [{ kind: "PersistentVolumeClaim", spec: { size: 1 } }] } },
    "spec.volumeClaimTemplates[0].spec.size",
  ],
])("M21 in %s %j with Strict is refused for %s, else warned of", (plural, body, field) => {
  const { ask } = apiserverOf();
  const apps = `/apis/apps/v1/namespaces/default/${plural}`;
  const strict = ask("POST", `${apps}?fieldValidation=Strict`, { body });
  expect(strict.status).toBe(400);
  expect(strict.body.message).toContain(`strict decoding error: unknown field "${field}"`);
});

test("M21 unknown fields deep inside are dropped with a warning, or without", () => {
  const { ask } = apiserverOf();
  const body = { metadata: { name: "a" }, spec: { containers: [{ name: "c", image: "x", imagee: "y" }] } };
  const warned = ask("POST", pods, { body });
  expect(warned.headers["warning"]).toBe(String.raw`299 - "unknown field \"spec.containers[0].imagee\""`);
  expect(warned.text).not.toContain("imagee");
  const ignored = ask("POST", `${pods}?fieldValidation=Ignore`, {
    body: { ...body, metadata: { name: "b" } },
  });
  expect(ignored).toMatchObject({ status: 201 });
  expect(ignored.headers).not.toHaveProperty("warning");
});

test("M21 a field that is there twice is told of, or with Strict refused", () => {
  const { ask } = apiserverOf();
  const body = '{"metadata":{"name":"a","labels":{"x":"1","x":"2"}},"data":{"k":"v"},"data":{"k":"w"}}';
  const strict = ask("POST", `${path}?fieldValidation=Strict`, { body });
  expect(strict.status).toBe(400);
  expect(strict.body.message).toContain('duplicate field "metadata.labels.x", duplicate field "data"');
  const warned = ask("POST", path, { body });
  expect(warned.body.data).toEqual({ k: "w" });
  expect(warned.headers["warning"]).toContain(String.raw`duplicate field \"metadata.labels.x\"`);
});

test("M21 nothing that the cluster itself keeps has fields that its kind does not have", () => {
  const { store } = simulationOf(scenario({ virtualMachines: [virtualMachine("a")] }));
  const resources = new Resources(store);
  onTestFinished(() => resources.close());
  const lost = resources.groupVersions
    .flatMap(({ resources: served }) => served)
    .flatMap((resource) =>
      store.list(resource.kind).flatMap((object) => {
        const { unknown } = knownFieldsOf(resource, { ...object });
        return unknown.map((field) => `${resource.kind.kind} ${field}`);
      }),
    );
  expect([...new Set(lost)]).toEqual([]);
});
