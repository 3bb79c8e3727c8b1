import { expect, test } from "vitest";
import { podKind } from "../../sim/store/objects/pod.ts";
import { virtualMachineInstanceKind } from "../../sim/store/objects/virtual-machine.ts";
import { scenario, virtualMachine } from "../support/scenario.ts";
import { simulationOf } from "../support/simulation.ts";

const names = ["a", "b", "c", "d"];
const ref = (name: string) => ({ namespace: "default", name });

/** A busy quarter of an hour, with these VMs. */
function played(vms: readonly string[]) {
  const simulated = simulationOf(scenario({ virtualMachines: vms.map((name) => virtualMachine(name)) }));
  const { clock, play } = simulated;
  play(10, { migrate: ref("a") });
  play(20, { pause: ref("c") });
  play(60, { restart: ref("c") });
  play(100, { drain: { node: "node02" } });
  play(200, { rollout: { component: "virt-handler" } });
  play(300, { addNode: { name: "node04", labels: {}, cpus: 8, memoryBytes: 2 ** 35 } });
  play(400, { removeNode: { node: "node01" } });
  play(500, {
    churn: { perMinute: 6, lifetimeSeconds: 60, forSeconds: 120, virtualMachine: virtualMachine("job") },
  });
  clock.advanceSync(900);
  return simulated;
}

function everythingIn({ store }: ReturnType<typeof played>) {
  return store.kinds.flatMap((kind) => store.list(kind));
}

test("two runs with one seed come to the same objects, to the byte", () => {
  expect(JSON.stringify(everythingIn(played(names)))).toBe(JSON.stringify(everythingIn(played(names))));
});

test("one VM more changes neither the uids, nor the names, nor the phases of the others", () => {
  const shapesOf = ({ store }: ReturnType<typeof played>) =>
    ["a", "b"].map((name) => {
      const vmi = store.get(virtualMachineInstanceKind, "default", name);
      const { uid, creationTimestamp } = vmi?.metadata ?? {};
      return [uid, creationTimestamp, vmi?.status.phaseTransitionTimestamps];
    });
  const calm = (vms: readonly string[]) => {
    const simulated = simulationOf(scenario({ virtualMachines: vms.map((name) => virtualMachine(name)) }));
    simulated.play(60, { restart: ref("a") });
    simulated.clock.advanceSync(200);
    return simulated;
  };
  const few = calm(["a", "b"]);
  const more = calm(["0", "a", "aa", "b"]);
  expect(shapesOf(more)).toEqual(shapesOf(few));
  const launchersOf = ({ store }: typeof few) =>
    store
      .list(podKind, "default")
      .map(({ metadata }) => metadata.name)
      .filter((name) => /launcher-[ab]-/.test(name));
  expect(launchersOf(more)).toEqual(launchersOf(few));
});
