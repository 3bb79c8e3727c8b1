import { expect, test } from "vitest";
import { leaseKind } from "../../../sim/store/objects/lease.ts";
import { nodeKind } from "../../../sim/store/objects/node.ts";
import { podIsReady, podKind, podsByNode } from "../../../sim/store/objects/pod.ts";
import { endpointsKind } from "../../../sim/store/objects/service.ts";
import {
  instancesByNode,
  virtualMachineInstanceKind,
  virtualMachineKind,
} from "../../../sim/store/objects/virtual-machine.ts";
import { scenario, virtualMachine } from "../../support/scenario.ts";
import { simulationOf } from "../../support/simulation.ts";

type Simulated = ReturnType<typeof simulationOf>;

const nodeOf = ({ store }: Simulated) => store.get(nodeKind, undefined, "node01");
const readyOf = (simulated: Simulated) =>
  nodeOf(simulated)?.status.conditions.find(({ type }) => type === "Ready");
const subsetOf = ({ store }: Simulated) =>
  store.get(endpointsKind, "kubevirt", "kubevirt-prometheus-metrics")?.subsets?.[0];

function withVirtualMachines() {
  const names = Array.from({ length: 6 }, (_, index) => `vm-${index}`);
  return simulationOf(scenario({ virtualMachines: names.map((name) => virtualMachine(name)) }));
}

test("a kubelet renews its node's Lease every ten seconds, and reports its node's health every five minutes", () => {
  const simulated = simulationOf(scenario());
  const { store, clock } = simulated;
  const renewals: number[] = [];
  const reports: number[] = [];
  store.watch(leaseKind, ({ object }) => {
    if (object.metadata.name === "node01") renewals.push(clock.now());
  });
  store.watch(nodeKind, ({ object }) => {
    if (object.metadata.name === "node01") reports.push(clock.now());
  });
  clock.advanceSync(1000);
  expect(renewals).toHaveLength(100);
  expect(reports.length).toBeGreaterThanOrEqual(3);
  expect(readyOf(simulated)).toMatchObject({ status: "True", reason: "KubeletReady" });
});

test("a machine's loss ends its processes and guests at once, and nobody says so", () => {
  const simulated = withVirtualMachines();
  const { store, clock, play, runtime, simulation } = simulated;
  const pods = store.by(podsByNode, "node01");
  const guests = simulation.hypervisors.onNode("node01").length;
  play(10, { removeNode: { node: "node01" } });
  clock.advanceSync(11);
  expect(guests).toBeGreaterThan(0);
  expect(simulation.hypervisors.onNode("node01")).toEqual([]);
  for (const { nodeName } of runtime.running.values()) expect(nodeName).not.toBe("node01");
  expect(store.by(podsByNode, "node01")).toEqual(pods);
  expect(readyOf(simulated)?.status).toBe("True");
});

test("a node that stays silent is Unknown after 40 s or so, tainted, and its pods are not ready", () => {
  const simulated = withVirtualMachines();
  const { store, clock, play } = simulated;
  play(10, { removeNode: { node: "node01", stays: true } });
  clock.advanceSync(49);
  expect(readyOf(simulated)?.status).toBe("True");
  clock.advanceSync(70);
  expect(readyOf(simulated)).toMatchObject({ status: "Unknown", reason: "NodeStatusUnknown" });
  expect(nodeOf(simulated)?.spec.taints?.map(({ key, effect }) => [key, effect])).toEqual([
    ["node.kubernetes.io/unreachable", "NoSchedule"],
    ["node.kubernetes.io/unreachable", "NoExecute"],
  ]);
  expect(store.by(podsByNode, "node01").some(podIsReady)).toBe(false);
  const listed = store.by(podsByNode, "node01").filter(({ metadata }) => metadata.namespace === "kubevirt");
  expect(subsetOf(simulated)?.notReadyAddresses).toHaveLength(listed.length);
  for (const vmi of store.by(instancesByNode, "node01"))
    expect(vmi.status.conditions).toContainEqual(expect.objectContaining({ type: "Ready", status: "False" }));
});

test("pods of a silent node are deleted after five minutes but for the DaemonSet's, and hang there", () => {
  const simulated = withVirtualMachines();
  const { store, clock, play } = simulated;
  play(10, { removeNode: { node: "node01", stays: true } });
  clock.advanceSync(300);
  expect(
    store.by(podsByNode, "node01").every(({ metadata }) => metadata.deletionTimestamp === undefined),
  ).toBe(true);
  clock.advanceSync(1200);
  for (const { metadata } of store.by(podsByNode, "node01")) {
    const handler = metadata.labels?.["kubevirt.io"] === "virt-handler";
    expect(metadata.deletionTimestamp === undefined).toBe(handler);
  }
  expect(store.list(podKind, "kubevirt").filter(podIsReady)).toHaveLength(8);
});

test("the Node of a machine that is gone for good is deleted, its pods follow, and its VMs run elsewhere", () => {
  const simulated = withVirtualMachines();
  const { store, clock, play } = simulated;
  play(10, { removeNode: { node: "node01" } });
  clock.advanceSync(75);
  expect(nodeOf(simulated)).toBeUndefined();
  clock.advanceSync(200);
  expect(store.by(podsByNode, "node01")).toEqual([]);
  expect(store.get(leaseKind, "kube-node-lease", "node01")).toBeUndefined();
  const vmis = store.list(virtualMachineInstanceKind);
  expect(vmis).toHaveLength(6);
  for (const { status } of vmis) {
    expect(status.phase).toBe("Running");
    expect(status.nodeName).not.toBe("node01");
  }
  expect(store.list(virtualMachineKind).every(({ status }) => status?.printableStatus === "Running")).toBe(
    true,
  );
  expect(subsetOf(simulated)?.addresses).toHaveLength(8);
});

test("a Node object that is deleted under a living machine takes its pods and their processes with it", () => {
  const simulated = withVirtualMachines();
  const { store, clock, runtime } = simulated;
  store.delete(nodeKind, undefined, "node01");
  clock.advanceSync(120);
  expect(store.by(podsByNode, "node01")).toEqual([]);
  for (const { nodeName } of runtime.running.values()) expect(nodeName).not.toBe("node01");
});

test("the loss of a migration's target fails the migration, and the guest stays where it is", () => {
  const simulated = simulationOf(
    scenario({ virtualMachines: [virtualMachine("a", { memoryBytes: 16 * 2 ** 30 })] }),
  );
  const { store, clock, play, simulation } = simulated;
  const vmi = () => store.get(virtualMachineInstanceKind, "default", "a");
  const source = vmi()?.status.nodeName;
  play(10, { migrate: { namespace: "default", name: "a" } });
  clock.advanceSync(22);
  const target = vmi()?.status.migrationState?.targetNode ?? "";
  expect(target).not.toBe("");
  play(23, { removeNode: { node: target } });
  clock.advanceSync(200);
  expect(vmi()?.status.migrationState).toMatchObject({ failed: true });
  expect(vmi()?.status).toMatchObject({ phase: "Running", nodeName: source });
  expect(simulation.hypervisors.onNode(source ?? "")).toHaveLength(1);
});

const again = { name: "node01", labels: {}, cpus: 8, memoryBytes: 32 * 2 ** 30 };

test.each([
  { when: "before anyone noticed", atSeconds: 20, stays: false },
  { when: "while its Node is unreachable", atSeconds: 200, stays: true },
  { when: "after its pods were evicted", atSeconds: 900, stays: true },
  { when: "after its Node was deleted", atSeconds: 300, stays: false },
])("a node may be added again under its name $when: it works, and all VMs run", ({ atSeconds, stays }) => {
  const simulated = withVirtualMachines();
  const { store, clock, play, runtime, complaints } = simulated;
  play(10, { removeNode: { node: "node01", stays } });
  play(atSeconds, { addNode: again });
  clock.advanceSync(atSeconds + 300);
  expect(complaints).toEqual([]);
  expect(readyOf(simulated)).toMatchObject({ status: "True", reason: "KubeletReady" });
  expect(nodeOf(simulated)?.spec.taints ?? []).toEqual([]);
  const handlers = [...runtime.running.values()].filter(
    ({ component, nodeName }) => component === "virt-handler" && nodeName === "node01",
  );
  expect(handlers).toHaveLength(1);
  const vmis = store.list(virtualMachineInstanceKind);
  expect(vmis.map(({ status }) => status.phase)).toEqual(Array(6).fill("Running"));
  for (const { metadata, status } of vmis)
    expect(simulated.simulation.hypervisors.get(metadata.uid)?.nodeName).toBe(status.nodeName);
  const notReady = store.list(podKind).filter((pod) => !podIsReady(pod));
  expect(notReady.map(({ metadata }) => metadata.name)).toEqual([]);
  // Its kubelet is heard of again: the Lease is renewed to the end.
  const renewed = Date.parse(store.get(leaseKind, "kube-node-lease", "node01")?.spec.renewTime ?? "");
  expect(clock.epochMillis / 1000 + clock.now() - renewed / 1000).toBeLessThan(11);
});

test("from the start on a node's Lease is at most 10 s old, and what its kubelet says of it 5 min", () => {
  const { store, clock } = simulationOf(scenario());
  const secondsSince = (time = "") => clock.epochMillis / 1000 + clock.now() - Date.parse(time) / 1000;
  for (let minute = 0; minute <= 12; minute++) {
    clock.advanceSync(60 * minute);
    for (const { metadata, status } of store.list(nodeKind)) {
      const lease = store.get(leaseKind, "kube-node-lease", metadata.name);
      expect(secondsSince(lease?.spec.renewTime)).toBeLessThan(10.01);
      // Whole seconds: up to one is lost.
      for (const { lastHeartbeatTime, lastTransitionTime } of status.conditions) {
        expect(secondsSince(lastHeartbeatTime)).toBeLessThan(301);
        expect(lastTransitionTime).toBe(metadata.creationTimestamp);
      }
    }
  }
});
