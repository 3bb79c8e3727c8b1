import { expect, test } from "vitest";
import { guestOf } from "../../../sim/store/objects/guest.ts";
import {
  clusterInstancetypeKind,
  instancetypeKind,
  preferenceKind,
} from "../../../sim/store/objects/instancetype.ts";
import {
  virtualMachineInstanceKind,
  virtualMachineKind,
} from "../../../sim/store/objects/virtual-machine.ts";
import { scenario } from "../../support/scenario.ts";
import { simulationOf } from "../../support/simulation.ts";

const apiVersion = "instancetype.kubevirt.io/v1beta1";

function createMachine({ store }: ReturnType<typeof simulationOf>, references: object) {
  const template = { spec: { domain: { devices: {} } } };
  store.create(virtualMachineKind, {
    apiVersion: "kubevirt.io/v1",
    kind: "VirtualMachine",
    metadata: { name: "a", namespace: "default" },
    spec: { runStrategy: "Always", template, ...references },
  });
  return () => store.get(virtualMachineInstanceKind, "default", "a");
}

test("a VMI has the CPUs and memory of its cluster's instance type, and says which", async () => {
  const simulated = simulationOf(scenario());
  const vmi = createMachine(simulated, {
    instancetype: { name: "u1.large" },
    preference: { name: "fedora" },
  });
  await simulated.clock.advance(30);
  expect(vmi()?.status.phase).toBe("Running");
  expect(vmi()?.spec.domain).toMatchObject({
    cpu: { sockets: 2, cores: 1, threads: 1 },
    memory: { guest: "8Gi" },
  });
  expect(guestOf(vmi() ?? { spec: { domain: { devices: {} } } }).memoryBytes).toBe(8 * 2 ** 30);
  expect(vmi()?.metadata.annotations).toMatchObject({
    "kubevirt.io/cluster-instancetype-name": "u1.large",
    "kubevirt.io/cluster-preference-name": "fedora",
  });
});

test("an instance type that overcommits memory has the launcher ask for less than the guest gets", async () => {
  const simulated = simulationOf(scenario());
  const vmi = createMachine(simulated, { instancetype: { name: "o1.medium" } });
  await simulated.clock.advance(30);
  const { memory, resources } = vmi()?.spec.domain ?? {};
  expect([memory?.guest, resources?.requests?.["memory"]]).toEqual(["4Gi", "2Gi"]);
});

test("an instance type and a preference of the namespace decide on cores, and are named without the cluster's prefix", async () => {
  const simulated = simulationOf(scenario());
  const metadata = { name: "mine", namespace: "default" };
  simulated.store.create(instancetypeKind, {
    apiVersion,
    kind: "VirtualMachineInstancetype",
    metadata,
    spec: { cpu: { guest: 3 }, memory: { guest: "1Gi" } },
  });
  simulated.store.create(preferenceKind, {
    apiVersion,
    kind: "VirtualMachinePreference",
    metadata,
    spec: { cpu: { preferredCPUTopology: "cores" } },
  });
  const vmi = createMachine(simulated, {
    instancetype: { kind: "VirtualMachineInstancetype", name: "mine" },
    preference: { kind: "virtualmachinepreference", name: "mine" },
  });
  await simulated.clock.advance(30);
  expect(vmi()?.spec.domain.cpu).toMatchObject({ sockets: 1, cores: 3, threads: 1 });
  expect(vmi()?.metadata.annotations).toMatchObject({
    "kubevirt.io/instancetype-name": "mine",
    "kubevirt.io/preference-name": "mine",
  });
});

test("a VM whose instance type is gone starts once it is back", async () => {
  const simulated = simulationOf(scenario());
  const vmi = createMachine(simulated, { instancetype: { name: "late" } });
  await simulated.clock.advance(30);
  expect(vmi()).toBeUndefined();
  simulated.store.create(clusterInstancetypeKind, {
    apiVersion,
    kind: "VirtualMachineClusterInstancetype",
    metadata: { name: "late" },
    spec: { cpu: { guest: 2 }, memory: { guest: "1Gi" } },
  });
  await simulated.clock.advance(60);
  expect(vmi()?.spec.domain.cpu?.sockets).toBe(2);
});
