import { expect, test } from "vitest";
import { DomainReader } from "../../sim/model/domain-reader.ts";
import { vcpuSlots } from "../../sim/model/reading.ts";
import { claimKind } from "../../sim/store/objects/claim.ts";
import { migrationKind } from "../../sim/store/objects/migration.ts";
import { nodeKind } from "../../sim/store/objects/node.ts";
import { podIsReady, podKind, podsByComponent, podsByNode } from "../../sim/store/objects/pod.ts";
import { endpointsKind } from "../../sim/store/objects/service.ts";
import {
  instancesByNode,
  virtualMachineInstanceKind,
  virtualMachineKind,
} from "../../sim/store/objects/virtual-machine.ts";
import { scenario, virtualMachine } from "../support/scenario.ts";
import { simulationOf } from "../support/simulation.ts";

type Simulated = ReturnType<typeof simulationOf>;

const ref = { namespace: "default", name: "a" };
const vmOf = ({ store }: Simulated, name = "a") => store.get(virtualMachineKind, "default", name);
const vmiOf = ({ store }: Simulated, name = "a") => store.get(virtualMachineInstanceKind, "default", name);
const domainOf = (simulated: Simulated) =>
  simulated.simulation.hypervisors.get(vmiOf(simulated)?.metadata.uid ?? "");
const addressesOf = ({ store }: Simulated) =>
  store
    .get(endpointsKind, "kubevirt", "kubevirt-prometheus-metrics")
    ?.subsets?.flatMap(({ addresses = [] }) => addresses) ?? [];

test("restart shuts the guest down and starts another in its place", () => {
  const simulated = simulationOf(scenario({ virtualMachines: [virtualMachine("a")] }));
  const before = vmiOf(simulated)?.metadata.uid;
  simulated.play(10, { restart: ref });
  simulated.clock.advanceSync(11);
  expect(vmOf(simulated)?.status?.printableStatus).toBe("Stopping");
  simulated.clock.advanceSync(60);
  expect(vmOf(simulated)?.status).toMatchObject({ printableStatus: "Running", runStrategy: "Always" });
  expect(vmOf(simulated)?.status?.stateChangeRequests).toBeUndefined();
  expect(vmiOf(simulated)?.metadata.uid).not.toBe(before);
  expect(domainOf(simulated)?.startSeconds).toBeGreaterThan(10);
});

test("restart, start and stop are refused as virtctl's are, in virt-api's words", () => {
  const simulated = simulationOf(
    scenario({ virtualMachines: [virtualMachine("a"), virtualMachine("off", { runStrategy: "Halted" })] }),
  );
  const off = { namespace: "default", name: "off" };
  simulated.play(1, { start: ref });
  simulated.play(2, { stop: off });
  simulated.play(3, { restart: off });
  simulated.play(4, { pause: off });
  simulated.clock.advanceSync(5);
  expect(simulated.complaints).toEqual([
    "start default/a: VM is already running",
    "stop default/off: VM is not running",
    "restart default/off: RunStrategy Halted does not support manual restart requests",
    'pause default/off: virtualmachineinstances.kubevirt.io "off" not found',
  ]);
});

test("a paused guest's CPU stands still and goes on when it is unpaused; its VM says so", () => {
  const simulated = simulationOf(
    scenario({ virtualMachines: [virtualMachine("a", { workload: { type: "batch", parameters: {} } })] }),
  );
  const { clock, play } = simulated;
  play(100, { pause: ref });
  play(200, { unpause: ref });
  clock.advanceSync(150);
  expect(vmOf(simulated)?.status?.printableStatus).toBe("Paused");
  expect(vmOf(simulated)?.status?.conditions).toContainEqual(
    expect.objectContaining({ type: "Paused", status: "True", reason: "PausedByUser" }),
  );
  clock.advanceSync(300);
  expect(vmOf(simulated)?.status?.printableStatus).toBe("Running");
  expect(vmiOf(simulated)?.status.conditions?.map(({ type }) => type)).not.toContain("Paused");
  const domain = domainOf(simulated);
  if (domain === undefined) throw new Error("there is no domain");
  expect(domain.segments.map(({ cause }) => cause)).toEqual(["boot", "pause", "unpause"]);
  const reader = new DomainReader(domain, 1);
  const secondsAt = (t: number) => {
    const reading = new Float64Array(reader.layout.length);
    reader.read(t, reading);
    return reading[reader.layout.vcpu(0) + vcpuSlots.seconds] ?? NaN;
  };
  expect(secondsAt(190)).toBe(secondsAt(110));
  expect(secondsAt(290)).toBeGreaterThan(secondsAt(210));
});

test("cordon keeps new pods off a node and uncordon lets them come again", () => {
  const simulated = simulationOf(scenario());
  const { store, clock, play } = simulated;
  play(1, { cordon: { node: "node02" } });
  clock.advanceSync(2);
  expect(store.get(nodeKind, undefined, "node02")?.spec).toEqual({
    unschedulable: true,
    taints: [{ key: "node.kubernetes.io/unschedulable", effect: "NoSchedule" }],
  });
  for (let nth = 0; nth < 6; nth++) play(3, { create: virtualMachine(`vm-${nth}`) });
  clock.advanceSync(60);
  expect(store.by(instancesByNode, "node02")).toEqual([]);
  play(61, { uncordon: { node: "node02" } });
  play(62, { create: virtualMachine("late") });
  clock.advanceSync(100);
  expect(store.get(nodeKind, undefined, "node02")?.spec).toEqual({});
  expect(vmiOf(simulated, "late")?.status.nodeName).toBe("node02");
});

test("drain moves the VMs of a node elsewhere without stopping them, and leaves only DaemonSets' pods", () => {
  const names = Array.from({ length: 9 }, (_, index) => `vm-${index}`);
  const simulated = simulationOf(scenario({ virtualMachines: names.map((name) => virtualMachine(name)) }));
  const { store, clock, play } = simulated;
  const uids = names.map((name) => vmiOf(simulated, name)?.metadata.uid);
  const leaving = store.by(instancesByNode, "node01").length;
  play(10, { drain: { node: "node01" } });
  clock.advanceSync(200);
  expect(names.map((name) => vmiOf(simulated, name)?.metadata.uid)).toEqual(uids);
  expect(store.by(podsByNode, "node01").map(({ metadata }) => metadata.labels?.["kubevirt.io"])).toEqual([
    "virt-handler",
  ]);
  const evacuations = store.list(migrationKind);
  expect(evacuations).toHaveLength(leaving);
  for (const { metadata, status } of evacuations) {
    expect(metadata.name).toMatch(/^kubevirt-evacuation-/);
    expect(metadata.annotations?.["kubevirt.io/evacuationMigration"]).toBe("node01");
    expect(status.phase).toBe("Succeeded");
  }
  expect(
    store.list(virtualMachineInstanceKind).every(({ status }) => status.evacuationNodeName === undefined),
  ).toBe(true);
  for (const component of ["virt-api", "virt-controller"])
    expect(store.by(podsByComponent, component).filter(podIsReady)).toHaveLength(2);
});

test("a VM that is not to be migrated is shut down by a drain, and started again elsewhere", () => {
  const simulated = simulationOf(scenario({ virtualMachines: [virtualMachine("a")] }));
  const { store, clock, play } = simulated;
  const vm = vmOf(simulated);
  if (vm === undefined) throw new Error("there is no VM");
  const spec = { ...vm.spec.template.spec, evictionStrategy: "None" };
  store.update(virtualMachineKind, { ...vm, spec: { ...vm.spec, template: { ...vm.spec.template, spec } } });
  play(1, { restart: ref });
  clock.advanceSync(60);
  const before = vmiOf(simulated);
  play(61, { drain: { node: before?.status.nodeName ?? "" } });
  clock.advanceSync(200);
  expect(store.list(migrationKind)).toEqual([]);
  expect(vmiOf(simulated)?.metadata.uid).not.toBe(before?.metadata.uid);
  expect(vmiOf(simulated)?.status.phase).toBe("Running");
  expect(vmiOf(simulated)?.status.nodeName).not.toBe(before?.status.nodeName);
});

test("a node that is added gets its virt-handler, and that is listed", () => {
  const simulated = simulationOf(scenario());
  const { store, clock, play } = simulated;
  const node = { name: "node04", labels: { rack: "c" }, cpus: 4, memoryBytes: 2 ** 34 };
  play(10, { addNode: node });
  play(11, { addNode: node });
  clock.advanceSync(30);
  const [handler] = store.by(podsByNode, "node04");
  expect(handler?.metadata.labels?.["kubevirt.io"]).toBe("virt-handler");
  expect(addressesOf(simulated)).toHaveLength(10);
  expect(addressesOf(simulated).map(({ ip }) => ip)).toContain(handler?.status.podIP);
  const addresses = store
    .list(nodeKind)
    .map(({ status }) => status.addresses.find(({ type }) => type === "InternalIP")?.address);
  expect(new Set(addresses).size).toBe(4);
  expect(simulated.complaints).toEqual(["addNode node04: there is a node of that name already"]);
});

test("churn creates VMs at its rate and deletes each when its time has come, and leaves nothing behind", () => {
  const simulated = simulationOf(scenario());
  const { store, clock, play } = simulated;
  const created: string[] = [];
  store.watch(virtualMachineKind, ({ type, object }) => {
    if (type === "ADDED") created.push(object.metadata.name);
  });
  play(0, {
    churn: {
      perMinute: 12,
      lifetimeSeconds: 60,
      forSeconds: 300,
      virtualMachine: virtualMachine("job", { memoryBytes: 2 ** 28 }),
    },
  });
  clock.advanceSync(290);
  const running = store.list(virtualMachineInstanceKind).length;
  expect(running).toBeGreaterThan(9);
  expect(running).toBeLessThan(20);
  clock.advanceSync(600);
  expect(created).toHaveLength(60);
  expect(created[59]).toBe("job-59");
  expect(store.list(virtualMachineKind)).toEqual([]);
  expect(store.list(virtualMachineInstanceKind)).toEqual([]);
  expect(store.list(podKind, "default")).toEqual([]);
  expect(store.list(claimKind)).toEqual([]);
  expect(simulated.simulation.hypervisors.size).toBe(0);
});

test("apply makes an object as it is written, and later lays what is said over what is there", () => {
  const simulated = simulationOf(scenario());
  const { store, clock, play } = simulated;
  const manifest = (more: object) => ({
    apiVersion: "kubevirt.io/v1",
    kind: "VirtualMachine",
    metadata: { name: "db" },
    spec: {
      template: {
        spec: {
          domain: { devices: {}, memory: { guest: "1Gi" } },
          terminationGracePeriodSeconds: 0,
        },
      },
      ...more,
    },
  });
  play(1, { apply: { manifests: [], objects: [manifest({ runStrategy: "Always" })] } });
  clock.advanceSync(30);
  expect(vmOf(simulated, "db")?.status?.printableStatus).toBe("Running");
  play(31, { apply: { manifests: [], objects: [manifest({ runStrategy: "Halted" })] } });
  clock.advanceSync(60);
  expect(vmOf(simulated, "db")?.status?.printableStatus).toBe("Stopped");
  expect(store.get(virtualMachineKind, "default", "db")?.metadata.generation).toBe(2);
  const unknown = { ...manifest({}), kind: "VirtualMachin" };
  const elsewhere = { ...manifest({}), metadata: { name: "db", namespace: "nowhere" } };
  play(61, { apply: { manifests: [], objects: [unknown, elsewhere] } });
  clock.advanceSync(62);
  expect(simulated.complaints).toEqual([
    'apply VirtualMachin db: no matches for kind "VirtualMachin" in version "kubevirt.io/v1"; ensure CRDs are installed first',
    'apply VirtualMachine db: namespaces "nowhere" not found',
  ]);
});

test("a guest that crashes again and again is started again and again", () => {
  const workload = { type: "crash-loop", parameters: { crashAfter: 30 } } as const;
  const simulated = simulationOf(
    scenario({ virtualMachines: [virtualMachine("a", { workload, uptimeSeconds: 10 })] }),
  );
  const uids = new Set<string>();
  simulated.store.watch(virtualMachineInstanceKind, ({ object }) => {
    if (object.status.phase === "Running") uids.add(object.metadata.uid);
  });
  simulated.clock.advanceSync(600);
  expect(uids.size).toBeGreaterThan(8);
  expect(vmOf(simulated)?.status?.printableStatus).not.toBe("CrashLoopBackOff");
});
