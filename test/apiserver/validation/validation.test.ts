import { expect, test } from "vitest";
import { kindNamed } from "../../../sim/store/kinds.ts";
import { apiserverOf, pod, virtualMachine, type Answer } from "../support/apiserver.ts";

const namespaced = (group: string, plural: string) => `/apis/${group}/v1/namespaces/default/${plural}`;
const vms = namespaced("kubevirt.io", "virtualmachines");
const vmis = namespaced("kubevirt.io", "virtualmachineinstances");
const deployments = namespaced("apps", "deployments");

const fieldsOf = ({ body }: Answer) =>
  (body.details["causes"] as { field?: string }[] | undefined)?.map(({ field }) => field) ?? [];

const template = (labels: object) => ({
  metadata: { labels },
  spec: { containers: [{ name: "c", image: "x" }] },
});

test.each([
  ["no selector", { template: template({ a: "1" }) }, ["spec.selector"]],
  ["no template", { selector: { matchLabels: { a: "1" } } }, ["spec.template"]],
  [
    "a selector that does not select its own pods",
    { selector: { matchLabels: { a: "1" } }, template: template({ a: "2" }) },
    ["spec.template.metadata.labels"],
  ],
  ["an empty selector", { selector: {}, template: template({ a: "1" }) }, ["spec.selector"]],
  [
    "fewer than no replicas",
    { replicas: -1, selector: { matchLabels: { a: "1" } }, template: template({ a: "1" }) },
    ["spec.replicas"],
  ],
  [
    "no containers",
    {
      selector: { matchLabels: { a: "1" } },
      template: { metadata: { labels: { a: "1" } }, spec: { containers: [] } },
    },
    ["spec.template.spec.containers"],
  ],
])("M3 a Deployment with %s is 422", (_, spec, fields) => {
  const answer = apiserverOf().ask("POST", deployments, { body: { metadata: { name: "a" }, spec } });
  expect(answer.status).toBe(422);
  expect(answer.body.message).toContain('Deployment.apps "a" is invalid');
  expect(fieldsOf(answer)).toEqual(fields);
});

test("M19 a field of the wrong type in a built-in kind is 400, as it cannot be decoded", () => {
  const spec = { replicas: "two", selector: {}, template: template({}) };
  const { status, body } = apiserverOf().ask("POST", deployments, {
    body: { metadata: { name: "a" }, spec },
  });
  expect(status).toBe(400);
  expect(body.message).toContain("cannot unmarshal string into Go struct field Deployment.spec.replicas");
});

test("a selector cannot be changed, nor can a pod's containers", () => {
  const { ask } = apiserverOf();
  const spec = { selector: { matchLabels: { a: "1" } }, template: template({ a: "1", b: "2" }) };
  ask("POST", deployments, { body: { metadata: { name: "a" }, spec } });
  const merge = (path: string, body: object) =>
    ask("PATCH", path, { contentType: "application/merge-patch+json", body });
  expect(fieldsOf(merge(`${deployments}/a`, { spec: { selector: { matchLabels: { b: "2" } } } }))).toEqual([
    "spec.selector",
  ]);
  const pods = "/api/v1/namespaces/default/pods";
  ask("POST", pods, { body: pod("p") });
  expect(merge(`${pods}/p`, { spec: { containers: [{ name: "c", image: "other" }] } }).status).toBe(200);
  expect(merge(`${pods}/p`, { spec: { nodeName: "n" } })).toMatchObject({
    status: 422,
    body: { message: expect.stringContaining("pod updates may not change fields other than") as string },
  });
});

test.each([
  ["neither running nor runStrategy", { runStrategy: undefined }, "RunStrategy must be specified"],
  ["both of them", { running: true }, "Running and RunStrategy are mutually exclusive"],
  ["a runStrategy that there is not", { runStrategy: "Sometimes" }, "Invalid RunStrategy (Sometimes)"],
  [
    "a disk without a volume",
    { template: { spec: { domain: { devices: { disks: [{ name: "d" }] } } } } },
    "spec.template.spec.domain.devices.disks[0].Name 'd' not found.",
  ],
  [
    "an interface without a network",
    { template: { spec: { domain: { devices: { interfaces: [{ name: "i" }] } } } } },
    "spec.template.spec.domain.devices.interfaces[0].name 'i' not found.",
  ],
  [
    "two volumes of one name",
    { template: { spec: { domain: { devices: {} }, volumes: [{ name: "v" }, { name: "v" }] } } },
    "must not have the same Name.",
  ],
])("M3 a VirtualMachine with %s is denied as by KubeVirt's webhook", (_, spec, message) => {
  const answer = apiserverOf().ask("POST", vms, { body: virtualMachine("a", spec) });
  expect(answer.status).toBe(422);
  expect(answer.body.message).toContain(
    'admission webhook "virtualmachine-validator.kubevirt.io" denied the request: ',
  );
  expect(answer.body.message).toContain(message);
});

test.each([
  ["no template", { template: undefined }, "spec.template", "Required value"],
  ["a flag that is a word", { running: "yes" }, "spec.running", "must be of type boolean"],
  [
    "memory that is no quantity",
    { template: { spec: { domain: { devices: {}, memory: { guest: "lots" } } } } },
    "spec.template.spec.domain.memory.guest",
    "quantities must match",
  ],
  [
    "cores that are no number",
    { template: { spec: { domain: { devices: {}, cpu: { cores: "4" } } } } },
    "spec.template.spec.domain.cpu.cores",
    "must be of type",
  ],
])("M3 a VirtualMachine with %s is 422", (_, spec, field, message) => {
  const answer = apiserverOf().ask("POST", vms, { body: virtualMachine("a", spec) });
  expect(answer.status).toBe(422);
  expect(fieldsOf(answer)).toContain(field);
  expect(answer.body.message).toContain(message);
});

test("a null member is as good as absent", () => {
  const body = virtualMachine("a", { running: null, dataVolumeTemplates: null });
  expect(apiserverOf().ask("POST", vms, { body }).status).toBe(201);
});

test("a VMI's guest cannot be changed by its owner, its labels can, and KubeVirt's components may all", () => {
  const { ask } = apiserverOf();
  const body = {
    apiVersion: "kubevirt.io/v1",
    kind: "VirtualMachineInstance",
    metadata: { name: "a" },
    spec: { domain: { devices: {} } },
  };
  expect(ask("POST", vmis, { body }).status).toBe(201);
  const merge = (patch: object, as?: string) =>
    ask("PATCH", `${vmis}/a`, {
      contentType: "application/merge-patch+json",
      body: patch,
      ...(as === undefined
        ? {}
        : { headers: { "impersonate-user": as, "impersonate-group": "system:masters" } }),
    });
  expect(merge({ metadata: { labels: { x: "1" } } }).status).toBe(200);
  expect(merge({ spec: { terminationGracePeriodSeconds: 1 } }).body.message).toContain(
    "update of VMI object is restricted",
  );
  expect(merge({ status: { phase: "Running" } }).status).toBe(422);
  expect(
    merge({ status: { phase: "Scheduled" } }, "system:serviceaccount:kubevirt:kubevirt-handler").status,
  ).toBe(200);
});

test("a migration needs a VMI that is there and not being moved", () => {
  const { ask } = apiserverOf();
  const path = namespaced("kubevirt.io", "virtualmachineinstancemigrations");
  const migrate = (name: string, spec: object) =>
    ask("POST", path, {
      body: {
        apiVersion: "kubevirt.io/v1",
        kind: "VirtualMachineInstanceMigration",
        metadata: { name },
        spec,
      },
    });
  expect(migrate("m", {}).body.message).toContain("vmiName is missing");
  expect(migrate("m", { vmiName: "a" }).body.message).toContain(
    'the VMI "default/a" does not exist under the cluster',
  );
  ask("POST", vmis, {
    body: {
      apiVersion: "kubevirt.io/v1",
      kind: "VirtualMachineInstance",
      metadata: { name: "a" },
      spec: { domain: { devices: {} } },
    },
  });
  ask("PATCH", `${vmis}/a`, {
    contentType: "application/merge-patch+json",
    body: { status: { phase: "Running" } },
    headers: {
      "impersonate-user": "system:serviceaccount:kubevirt:kubevirt-handler",
      "impersonate-group": "system:masters",
    },
  });
  expect(migrate("m", { vmiName: "a" }).status).toBe(201);
  expect(migrate("n", { vmiName: "a" }).body.message).toContain("in-flight migration detected");
});

test("a Service has ports, and a binding keeps its role", () => {
  const { ask } = apiserverOf();
  const services = "/api/v1/namespaces/default/services";
  expect(fieldsOf(ask("POST", services, { body: { metadata: { name: "s" }, spec: {} } }))).toEqual([
    "spec.ports",
  ]);
  expect(
    ask("POST", services, { body: { metadata: { name: "s" }, spec: { ports: [{ port: 80 }] } } }).body.spec,
  ).toMatchObject({
    type: "ClusterIP",
    clusterIP: expect.stringMatching(/^10\./) as string,
    ports: [{ port: 80, protocol: "TCP", targetPort: 80 }],
  });
  const bindings = namespaced("rbac.authorization.k8s.io", "rolebindings");
  ask("POST", bindings, {
    body: { metadata: { name: "b" }, roleRef: { kind: "Role", name: "r" }, subjects: [] },
  });
  const patch = { contentType: "application/merge-patch+json", body: { roleRef: { name: "other" } } };
  expect(fieldsOf(ask("PATCH", `${bindings}/b`, patch))).toEqual(["roleRef"]);
});

test("a status that someone else wrote is no reason to refuse a change of the rest", () => {
  const { ask, store } = apiserverOf();
  ask("POST", vms, { body: virtualMachine("a") });
  const kind = kindNamed("virtualmachines", "kubevirt.io");
  store.update(kind, { ...store.get(kind, "default", "a"), status: { conditions: "odd" } } as never);
  const patch = { contentType: "application/merge-patch+json", body: { metadata: { labels: { x: "1" } } } };
  expect(ask("PATCH", `${vms}/a`, patch).status).toBe(200);
  expect(ask("PATCH", `${vms}/a/status`, patch).status).toBe(422);
});
