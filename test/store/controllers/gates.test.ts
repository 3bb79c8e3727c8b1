import { expect, test } from "vitest";
import {
  virtualMachineInstanceKind,
  virtualMachineKind,
} from "../../../sim/store/objects/virtual-machine.ts";
import { leaseKind } from "../../../sim/store/objects/lease.ts";
import { podsByComponent } from "../../../sim/store/objects/pod.ts";
import type { ComponentContainer } from "../../../sim/store/container-runtime.ts";
import { scenario, virtualMachine } from "../../support/scenario.ts";
import { simulationOf } from "../../support/simulation.ts";

type Simulated = ReturnType<typeof simulationOf>;

const phaseOf = ({ store }: Simulated) => store.get(virtualMachineInstanceKind, "default", "a")?.status.phase;

test("while there is no virt-controller a new VM waits, and is started when there is one", () => {
  const simulated = simulationOf(scenario());
  const { store, clock, play } = simulated;
  play(1, { scale: { component: "virt-controller", replicas: 0 } });
  play(10, { create: virtualMachine("a") });
  clock.advanceSync(60);
  expect(store.get(virtualMachineKind, "default", "a")?.status?.printableStatus).toBeUndefined();
  expect(phaseOf(simulated)).toBeUndefined();
  play(61, { scale: { component: "virt-controller", replicas: 2 } });
  clock.advanceSync(100);
  expect(phaseOf(simulated)).toBe("Running");
});

test("a Lease that a pod holds which is gone keeps virt-controller's work waiting until another has it", () => {
  const simulated = simulationOf(scenario());
  const { store, clock, play } = simulated;
  const lease = {
    apiVersion: "coordination.k8s.io/v1",
    kind: "Lease",
    metadata: { name: "virt-controller", namespace: "kubevirt" },
  };
  store.create(leaseKind, { ...lease, spec: { holderIdentity: "virt-controller-gone" } });
  play(1, { create: virtualMachine("a") });
  clock.advanceSync(30);
  expect(phaseOf(simulated)).toBeUndefined();
  const [pod] = store.by(podsByComponent, "virt-controller");
  store.update(leaseKind, { ...lease, spec: { holderIdentity: pod?.metadata.name ?? "" } });
  clock.advanceSync(60);
  expect(phaseOf(simulated)).toBe("Running");
});

test("while a node's virt-handler is down its guests run on, and new ones wait in Scheduled", () => {
  const simulated = simulationOf(
    scenario({
      nodes: [{ name: "node01", labels: {}, cpus: 8, memoryBytes: 2 ** 35 }],
      virtualMachines: [virtualMachine("old")],
    }),
  );
  const { clock, play, simulation } = simulated;
  const start = simulated.runtime.start.bind(simulated.runtime);
  const held: ComponentContainer[] = [];
  simulated.runtime.start = (container) => held.push(container);
  play(1, { crash: { component: "virt-handler" } });
  play(2, { create: virtualMachine("a") });
  play(2, { stop: { namespace: "default", name: "old" } });
  clock.advanceSync(60);
  expect(phaseOf(simulated)).toBe("Scheduled");
  expect(simulation.hypervisors.onNode("node01").map(({ name }) => name)).toEqual(["old"]);
  held.forEach(start);
  clock.advanceSync(120);
  expect(phaseOf(simulated)).toBe("Running");
  expect(simulation.hypervisors.onNode("node01").map(({ name }) => name)).toEqual(["a"]);
});
