import { expect, test } from "vitest";
import { evict } from "../../../sim/store/actions/evict.ts";
import { disruptionBudgetKind } from "../../../sim/store/objects/disruption-budget.ts";
import { podKind, podsByComponent } from "../../../sim/store/objects/pod.ts";
import { virtualMachineInstanceKind } from "../../../sim/store/objects/virtual-machine.ts";
import { scenario, virtualMachine } from "../../support/scenario.ts";
import { simulationOf } from "../../support/simulation.ts";

function launcherOf({ store }: ReturnType<typeof simulationOf>) {
  const [pod] = store.list(podKind, "default");
  if (pod === undefined) throw new Error("there is no launcher");
  return pod;
}

test("the eviction of a launcher is refused, and its guest is migrated instead", () => {
  const simulated = simulationOf(scenario({ virtualMachines: [virtualMachine("a")] }));
  const { store, clock } = simulated;
  const launcher = launcherOf(simulated);
  const denied = 'admission webhook "virt-launcher-eviction-interceptor.kubevirt.io" denied the request: ';
  expect(evict(store, launcher)).toEqual({
    message: `${denied}Eviction triggered evacuation of VMI "default/a"`,
  });
  expect(evict(store, launcher)?.message).toBe(
    `${denied}Evacuation in progress: Eviction triggered evacuation of VMI "default/a"`,
  );
  clock.advanceSync(60);
  const vmi = store.get(virtualMachineInstanceKind, "default", "a");
  expect(vmi?.status.nodeName).not.toBe(launcher.spec.nodeName);
  expect(vmi?.status.evacuationNodeName).toBeUndefined();
});

test("a dry run only tells", () => {
  const simulated = simulationOf(scenario({ virtualMachines: [virtualMachine("a")] }));
  const { store } = simulated;
  const before = store.resourceVersion;
  expect(evict(store, launcherOf(simulated), { dryRun: true })?.message).toContain("Eviction triggered");
  const [operator] = store.by(podsByComponent, "virt-operator");
  if (operator === undefined) throw new Error("there is no virt-operator");
  expect(evict(store, operator, { dryRun: true })).toBeUndefined();
  expect(store.resourceVersion).toBe(before);
});

test("of two pods under a budget of one the first may go, and the second when another is ready", () => {
  const { store, clock } = simulationOf(scenario());
  const [first, second] = store.by(podsByComponent, "virt-api");
  if (first === undefined || second === undefined) throw new Error("there are no two virt-api pods");
  expect(evict(store, first)).toBeUndefined();
  clock.advanceSync(0.2);
  expect(evict(store, second)).toEqual({
    message: "Cannot evict pod as it would violate the pod's disruption budget.",
    budget: "virt-api-pdb",
  });
  clock.advanceSync(30);
  expect(evict(store, second)).toBeUndefined();
});

test("each VMI that is to be migrated has a budget that protects its launcher, and it goes with it", () => {
  const simulated = simulationOf(scenario({ virtualMachines: [virtualMachine("a")] }));
  const { store, clock, play } = simulated;
  const [budget] = store.list(disruptionBudgetKind, "default");
  expect(budget?.metadata.name).toMatch(/^kubevirt-disruption-budget-[a-z0-9]{5}$/);
  expect(budget?.status).toMatchObject({
    currentHealthy: 1,
    desiredHealthy: 1,
    disruptionsAllowed: 0,
    expectedPods: 1,
    observedGeneration: 1,
  });
  play(1, { delete: { namespace: "default", name: "a" } });
  clock.advanceSync(60);
  expect(store.list(disruptionBudgetKind, "default")).toEqual([]);
});
