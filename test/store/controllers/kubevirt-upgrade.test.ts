import { expect, test } from "vitest";
import type { KubeVirtVersion } from "../../../sim/model/components.ts";
import { kubeVirtKind, kubeVirtOf } from "../../../sim/store/objects/kubevirt.ts";
import {
  outdatedLauncherLabel,
  virtualMachineInstanceKind,
} from "../../../sim/store/objects/virtual-machine.ts";
import { daemonSetKind } from "../../../sim/store/objects/workloads.ts";
import { scenario, virtualMachine } from "../../support/scenario.ts";
import { simulationOf } from "../../support/simulation.ts";

const legacy = {
  version: "legacy",
  monitorNamespace: undefined,
  monitorAccount: "prometheus-k8s",
  platform: "kubernetes",
} as const;

test("an upgrade puts up the new virt-operator, and that rolls out the rest in order, the API last", () => {
  const simulated = simulationOf(scenario({ kubevirt: legacy }));
  const order: string[] = [];
  const { runtime, store, clock } = simulated;
  const start = runtime.start.bind(runtime);
  runtime.start = (container) => {
    if (order.at(-1) !== container.component) order.push(container.component);
    start(container);
  };
  simulated.play(10, { rollout: { version: "v1.9" } });
  clock.advanceSync(20);
  expect(kubeVirtOf(store)?.status).toMatchObject({ phase: "Deploying", targetKubeVirtVersion: "v1.9.0" });
  clock.advanceSync(300);
  expect(order).toEqual(["virt-operator", "virt-handler", "virt-controller", "virt-api"]);
  const versions = new Set<KubeVirtVersion | undefined>(
    [...runtime.running.values()].map(({ version }) => version),
  );
  expect([...versions]).toEqual(["v1.9"]);
  expect(kubeVirtOf(store)?.status).toMatchObject({
    phase: "Deployed",
    observedKubeVirtVersion: "v1.9.0",
  });
});

test("virt-handlers are rolled out one first, then a tenth of the nodes at a time, and one again the next time", () => {
  const node = (i: number) => ({ name: `node${i}`, labels: {}, cpus: 16, memoryBytes: 2 ** 36 });
  const nodes = Array.from({ length: 40 }, (_, i) => node(i));
  const simulated = simulationOf(scenario({ kubevirt: legacy, nodes }));
  const { store, clock } = simulated;
  const handlers = () => store.get(daemonSetKind, "kubevirt", "virt-handler");
  const unavailable: number[] = [];
  store.watch(daemonSetKind, ({ object: { status } }) => {
    const now = status.numberUnavailable ?? 0;
    if (now !== unavailable.at(-1)) unavailable.push(now);
  });
  simulated.play(10, { rollout: { version: "v1.9" } });
  clock.advanceSync(600);
  expect(unavailable.slice(0, 3)).toEqual([0, 1, 4]);
  expect(Math.max(...unavailable)).toBe(4);
  expect(handlers()?.status).toMatchObject({ updatedNumberScheduled: 40, numberReady: 40 });
  expect(handlers()?.spec.updateStrategy?.rollingUpdate?.maxUnavailable).toBe(1);
});

test("after an upgrade the launchers that run are outdated, until their VMs are migrated into new ones", () => {
  const simulated = simulationOf(
    scenario({ kubevirt: legacy, virtualMachines: [virtualMachine("a"), virtualMachine("b")] }),
  );
  const { store, clock } = simulated;
  const outdated = () =>
    store
      .list(virtualMachineInstanceKind)
      .filter(({ metadata }) => metadata.labels?.[outdatedLauncherLabel] !== undefined).length;
  simulated.play(10, { rollout: { version: "v1.9" } });
  clock.advanceSync(200);
  expect(outdated()).toBe(2);
  expect(kubeVirtOf(store)?.status["outdatedVirtualMachineInstanceWorkloads"]).toBe(2);
  const kubeVirt = kubeVirtOf(store);
  if (kubeVirt === undefined) throw new Error("there is no KubeVirt object");
  const workloadUpdateStrategy = { workloadUpdateMethods: ["LiveMigrate"] };
  store.update(kubeVirtKind, { ...kubeVirt, spec: { ...kubeVirt.spec, workloadUpdateStrategy } });
  clock.advanceSync(500);
  expect(outdated()).toBe(0);
  for (const { status } of store.list(virtualMachineInstanceKind))
    expect(status.launcherContainerImageVersion).toBe("quay.io/kubevirt/virt-launcher:v1.9.0");
});
