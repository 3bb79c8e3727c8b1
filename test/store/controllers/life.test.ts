import { expect, test } from "vitest";
import { virtualMachineManifest } from "../../../sim/plot/virtual-machine-manifest.ts";
import { claimKind } from "../../../sim/store/objects/claim.ts";
import { podIsReady, podKind } from "../../../sim/store/objects/pod.ts";
import { endpointsKind } from "../../../sim/store/objects/service.ts";
import {
  virtualMachineInstanceKind,
  virtualMachineKind,
} from "../../../sim/store/objects/virtual-machine.ts";
import { daemonSetKind, deploymentKind } from "../../../sim/store/objects/workloads.ts";
import { scenario, virtualMachine } from "../../support/scenario.ts";
import { simulationOf } from "../../support/simulation.ts";

type Simulated = ReturnType<typeof simulationOf>;

const endpointsOf = ({ store }: Simulated) =>
  store.get(endpointsKind, "kubevirt", "kubevirt-prometheus-metrics");
const statusOf = ({ store }: Simulated, name: string) =>
  store.get(virtualMachineKind, "default", name)?.status?.printableStatus;

test("at t = 0 every component pod is ready and listed, and every declared VM runs", () => {
  const simulated = simulationOf(
    scenario({ virtualMachines: [virtualMachine("old"), virtualMachine("new", { uptimeSeconds: 0 })] }),
  );
  const { store, simulation } = simulated;
  const components = store.list(podKind, "kubevirt");
  expect(components).toHaveLength(9);
  expect(components.every(podIsReady)).toBe(true);
  expect(endpointsOf(simulated)?.subsets).toHaveLength(1);
  expect(endpointsOf(simulated)?.subsets?.[0]?.addresses).toHaveLength(9);
  expect(store.get(daemonSetKind, "kubevirt", "virt-handler")?.status.numberReady).toBe(3);
  expect(store.get(deploymentKind, "kubevirt", "virt-api")?.status.readyReplicas).toBe(2);
  expect([statusOf(simulated, "old"), statusOf(simulated, "new")]).toEqual(["Running", "Running"]);
  expect(simulation.hypervisors.size).toBe(2);
});

test("the two replicas of a Deployment are on different nodes", () => {
  const { store } = simulationOf(scenario());
  for (const component of ["virt-api", "virt-controller", "virt-operator"]) {
    const nodes = store
      .list(podKind, "kubevirt")
      .filter(({ metadata }) => metadata.labels?.["kubevirt.io"] === component)
      .map(({ spec }) => spec.nodeName);
    expect(new Set(nodes).size).toBe(2);
  }
});

test("a VM passes KubeVirt's phases in order, each stamped, with a launcher pod on the node that runs it", () => {
  const { store, simulation } = simulationOf(scenario({ virtualMachines: [virtualMachine("a")] }));
  const vmi = store.get(virtualMachineInstanceKind, "default", "a");
  expect(vmi?.status.phaseTransitionTimestamps?.map(({ phase }) => phase)).toEqual([
    "Pending",
    "Scheduling",
    "Scheduled",
    "Running",
  ]);
  const [launcher] = store.list(podKind, "default");
  expect(launcher?.metadata.name).toMatch(/^virt-launcher-a-[a-z0-9]{5}$/);
  expect(vmi?.status.nodeName).toBe(launcher?.spec.nodeName);
  expect(vmi?.metadata.labels?.["kubevirt.io/nodeName"]).toBe(launcher?.spec.nodeName);
  const domain = simulation.hypervisors.get(vmi?.metadata.uid ?? "");
  expect(domain?.nodeName).toBe(launcher?.spec.nodeName);
  expect(domain?.disks).toEqual([{ alias: "rootdisk", device: "vda", capacityBytes: 30 * 2 ** 30 }]);
  expect(domain?.startSeconds).toBeGreaterThan(-3600 - 30);
  expect(domain?.startSeconds).toBeLessThan(-3600);
});

test("a stopped VM shuts its guest down and leaves neither VMI nor launcher; started again it is a new guest", async () => {
  const simulated = simulationOf(
    scenario({
      virtualMachines: [virtualMachine("a")],
      timeline: [
        { name: "off", atSeconds: 10, stop: { namespace: "default", name: "a" } },
        { name: "on", atSeconds: 60, start: { namespace: "default", name: "a" } },
      ],
    }),
  );
  const { store, clock, simulation } = simulated;
  const before = store.get(virtualMachineInstanceKind, "default", "a")?.metadata.uid;
  await clock.advance(11);
  expect(statusOf(simulated, "a")).toBe("Stopping");
  await clock.advance(59);
  expect(statusOf(simulated, "a")).toBe("Stopped");
  expect(store.list(virtualMachineInstanceKind)).toEqual([]);
  expect(store.list(podKind, "default")).toEqual([]);
  expect(simulation.hypervisors.size).toBe(0);
  await clock.advance(100);
  expect(statusOf(simulated, "a")).toBe("Running");
  expect(store.get(virtualMachineInstanceKind, "default", "a")?.metadata.uid).not.toBe(before);
});

test("a Manual VM runs when it is asked to, and stops when it is asked to", async () => {
  const ref = { namespace: "default", name: "a" };
  const simulated = simulationOf(
    scenario({
      virtualMachines: [virtualMachine("a", { runStrategy: "Manual" })],
      timeline: [
        { name: "on", atSeconds: 10, start: ref },
        { name: "off", atSeconds: 60, stop: ref },
      ],
    }),
  );
  expect(statusOf(simulated, "a")).toBe("Stopped");
  await simulated.clock.advance(59);
  expect(statusOf(simulated, "a")).toBe("Running");
  await simulated.clock.advance(120);
  expect(statusOf(simulated, "a")).toBe("Stopped");
});

test("a deleted VM takes VMI, launcher and claim with it", async () => {
  const simulated = simulationOf(
    scenario({
      virtualMachines: [virtualMachine("a")],
      timeline: [{ name: "gone", atSeconds: 10, delete: { namespace: "default", name: "a" } }],
    }),
  );
  const { store, clock } = simulated;
  expect(store.list(claimKind)).toHaveLength(1);
  await clock.advance(11);
  expect(statusOf(simulated, "a")).toBe("Terminating");
  await clock.advance(60);
  expect(store.list(virtualMachineKind)).toEqual([]);
  expect(store.list(virtualMachineInstanceKind)).toEqual([]);
  expect(store.list(claimKind)).toEqual([]);
  expect(store.list(podKind, "default")).toEqual([]);
});

test("a VM that is deleted before it ever ran leaves nothing behind", async () => {
  const { store, clock, simulation } = simulationOf(scenario());
  store.create(virtualMachineKind, virtualMachineManifest(virtualMachine("a")));
  await clock.advance(0.3);
  store.delete(virtualMachineKind, "default", "a");
  await clock.advance(60);
  expect(store.list(virtualMachineKind)).toEqual([]);
  expect(store.list(virtualMachineInstanceKind)).toEqual([]);
  expect(store.list(podKind, "default")).toEqual([]);
  expect(simulation.hypervisors.size).toBe(0);
});

test("a VM that fits no node waits unscheduled", async () => {
  const { store, clock } = simulationOf(scenario());
  store.create(virtualMachineKind, virtualMachineManifest(virtualMachine("a", { memoryBytes: 2 ** 40 })));
  await clock.advance(30);
  const [launcher] = store.list(podKind, "default");
  expect(launcher?.status.conditions).toMatchObject([
    { type: "PodScheduled", status: "False", reason: "Unschedulable" },
  ]);
  expect(store.get(virtualMachineInstanceKind, "default", "a")?.status.phase).toBe("Scheduling");
});

test("a crashed virt-handler leaves the ready addresses and comes back with a restart more, in the same pod", async () => {
  const simulated = simulationOf(
    scenario({
      timeline: [{ name: "boom", atSeconds: 10, crash: { component: "virt-handler", node: "node02" } }],
    }),
  );
  const { store, clock } = simulated;
  const podOn = () =>
    store
      .list(podKind, "kubevirt")
      .find(
        ({ spec, metadata }) =>
          spec.nodeName === "node02" && metadata.labels?.["kubevirt.io"] === "virt-handler",
      );
  const before = podOn();
  await clock.advance(11);
  expect(endpointsOf(simulated)?.subsets?.[0]?.addresses).toHaveLength(8);
  expect(endpointsOf(simulated)?.subsets?.[0]?.notReadyAddresses).toMatchObject([
    { ip: before?.status.podIP },
  ]);
  await clock.advance(15);
  expect(podOn()?.metadata.uid).toBe(before?.metadata.uid);
  expect(podOn()?.status.containerStatuses?.[0]).toMatchObject({
    restartCount: 1,
    ready: true,
    lastState: { terminated: { exitCode: 137, reason: "Error" } },
  });
  expect(endpointsOf(simulated)?.subsets?.[0]?.addresses).toHaveLength(9);
});

test("a component that crashes again and again is held back longer each time", async () => {
  const crashAt = (atSeconds: number) => ({
    name: `crash-${atSeconds}`,
    atSeconds,
    crash: { component: "virt-handler", node: "node01" } as const,
  });
  const { store, clock } = simulationOf(scenario({ timeline: [10, 20, 40].map(crashAt) }));
  const stateOn = () =>
    store
      .list(podKind, "kubevirt")
      .find(
        ({ spec, metadata }) =>
          spec.nodeName === "node01" && metadata.labels?.["kubevirt.io"] === "virt-handler",
      )?.status.containerStatuses?.[0];
  await clock.advance(21);
  expect(stateOn()?.state.waiting?.message).toContain("back-off 10s");
  await clock.advance(29);
  expect(stateOn()?.ready).toBe(false);
  await clock.advance(33);
  expect(stateOn()?.ready).toBe(true);
  await clock.advance(41);
  expect(stateOn()?.state.waiting?.message).toContain("back-off 20s");
});

test("one VM more changes neither the names nor the times of the others", () => {
  const shapeOf = ({ store }: Simulated, name: string) => {
    const vmi = store.get(virtualMachineInstanceKind, "default", name);
    return [vmi?.metadata.uid, vmi?.status.phaseTransitionTimestamps];
  };
  const two = simulationOf(scenario({ virtualMachines: [virtualMachine("a"), virtualMachine("c")] }));
  const three = simulationOf(
    scenario({ virtualMachines: [virtualMachine("a"), virtualMachine("b"), virtualMachine("c")] }),
  );
  for (const name of ["a", "c"]) expect(shapeOf(three, name)).toEqual(shapeOf(two, name));
});

test("a timeline verb on a VM that is not there is complained of, and nothing else happens", async () => {
  const { clock, complaints } = simulationOf(
    scenario({ timeline: [{ name: "x", atSeconds: 1, stop: { namespace: "default", name: "nobody" } }] }),
  );
  await clock.advance(2);
  expect(complaints).toEqual(['stop default/nobody: virtualmachines.kubevirt.io "nobody" not found']);
});
