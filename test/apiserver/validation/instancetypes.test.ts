import { expect, test } from "vitest";
import { apiserverOf } from "../support/apiserver.ts";

const vms = "/apis/kubevirt.io/v1/namespaces/default/virtualmachines";
const instancetypes = "/apis/instancetype.kubevirt.io/v1beta1/virtualmachineclusterinstancetypes";

const machine = (references: object, domain: object = {}) => ({
  apiVersion: "kubevirt.io/v1",
  kind: "VirtualMachine",
  metadata: { name: "a" },
  spec: { runStrategy: "Halted", template: { spec: { domain: { devices: {}, ...domain } } }, ...references },
});

const instancetype = {
  apiVersion: "instancetype.kubevirt.io/v1beta1",
  kind: "VirtualMachineClusterInstancetype",
  metadata: { name: "small" },
  spec: { cpu: { guest: 2 }, memory: { guest: "2Gi" } },
};

const known = { instancetype: { name: "small" } };

test.each([
  [
    { instancetype: { name: "x" } },
    'Failure to find instancetype: virtualmachineclusterinstancetypes.instancetype.kubevirt.io "x" not found',
  ],
  [
    { instancetype: { kind: "VirtualMachineInstancetype", name: "small" } },
    'Failure to find instancetype: virtualmachineinstancetypes.instancetype.kubevirt.io "small" not found',
  ],
  [
    { ...known, preference: { name: "x" } },
    'Failure to find preference: virtualmachineclusterpreferences.instancetype.kubevirt.io "x" not found',
  ],
  [
    { instancetype: { kind: "Pod", name: "small" } },
    "Failure to find instancetype: got unexpected kind in InstancetypeMatcher: Pod",
  ],
])("a VM that refers to what is not there is denied: %j", (references, message) => {
  const { ask } = apiserverOf();
  ask("POST", instancetypes, { body: instancetype });
  const { status, body } = ask("POST", vms, { body: machine(references) });
  expect([status, body.message]).toEqual([
    422,
    `admission webhook "virtualmachine-validator.kubevirt.io" denied the request: ${message}`,
  ]);
});

test("a VM with an instance type may not state CPUs or memory itself", () => {
  const { ask } = apiserverOf();
  ask("POST", instancetypes, { body: instancetype });
  const domain = { cpu: { cores: 2 }, memory: { guest: "1Gi" } };
  const { status, body } = ask("POST", vms, { body: machine(known, domain) });
  const fields = "spec.template.spec.domain.cpu.cores, spec.template.spec.domain.memory";
  expect(status).toBe(422);
  expect(body.message).toContain(`VM field(s) ${fields} conflicts with selected instance type`);
  expect(ask("POST", vms, { body: machine(known) }).status).toBe(201);
});

test("a VM can still be changed after its instance type was deleted", () => {
  const { ask } = apiserverOf();
  ask("POST", instancetypes, { body: instancetype });
  ask("POST", vms, { body: machine(known) });
  ask("DELETE", `${instancetypes}/small`);
  const body = { spec: { runStrategy: "Always" } };
  expect(ask("PATCH", `${vms}/a`, { contentType: "application/merge-patch+json", body }).status).toBe(200);
});
