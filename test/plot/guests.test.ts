import { expect, test } from "vitest";
import type { Domain } from "../../sim/model/domain.ts";
import { isAnswering } from "../../sim/model/segment.ts";
import { fillingsAnnotation, virtualMachineKind } from "../../sim/store/objects/virtual-machine.ts";
import { scenario, virtualMachine } from "../support/scenario.ts";
import { simulationOf } from "../support/simulation.ts";

const vm = { namespace: "default", name: "a" };

function oneVirtualMachine() {
  const simulated = simulationOf(scenario({ virtualMachines: [virtualMachine("a")] }));
  const { simulation, clock } = simulated;
  const nodes = ["node01", "node02", "node03"];
  const domain = (): Domain | undefined =>
    nodes.flatMap((node) => simulation.hypervisors.onNode(node)).find(({ name }) => name === "a");
  const last = () => domain()?.segments.at(-1);
  return { ...simulated, domain, last, until: (t: number) => clock.advanceSync(t) };
}

test("a guest that panics is ended, and its VM runs again as another", () => {
  const { play, until, domain, complaints } = oneVirtualMachine();
  const before = domain()?.uid;
  play(10, { panic: vm });
  until(10.2);
  expect(domain()).toBeUndefined();
  until(120);
  expect(domain()?.uid).toBeDefined();
  expect(domain()?.uid).not.toBe(before);
  expect(complaints).toEqual([]);
});

test("a guest that stands still cannot panic, nor one that does not run", () => {
  const { play, until, complaints } = oneVirtualMachine();
  play(5, { pause: vm });
  play(10, { panic: vm });
  play(20, { stop: vm });
  play(90, { panic: vm });
  play(90, { hang: { ...vm, forSeconds: 10 } });
  play(90, { fill: { vm, share: 0.9, overSeconds: 0 } });
  until(100);
  expect(complaints).toEqual([
    "panic default/a: VM is paused",
    'panic default/a: virtualmachineinstances.kubevirt.io "a" not found',
    'hang default/a: virtualmachineinstances.kubevirt.io "a" not found',
    'fill default/a: virtualmachineinstances.kubevirt.io "a" not found',
  ]);
});

test("a launcher that hangs answers again after its time, and a pause in between stays", () => {
  const { play, until, last } = oneVirtualMachine();
  play(10, { hang: { ...vm, forSeconds: 60 } });
  play(20, { pause: vm });
  until(30);
  expect(last()).toMatchObject({ cause: "pause", factors: { answering: 0, running: 0 } });
  until(71);
  expect(last()).toMatchObject({ cause: "heal", factors: { running: 0 } });
  expect(last()?.factors.answering).toBeUndefined();
});

test("the heal of a guest that is gone does nothing to the one after it", () => {
  const { play, until, domain, last } = oneVirtualMachine();
  play(10, { hang: { ...vm, forSeconds: 300 } });
  play(20, { restart: vm });
  until(200);
  const segments = last();
  expect(segments !== undefined && isAnswering(segments)).toBe(true);
  until(400);
  expect(domain()?.segments).toHaveLength(1);
});

test("what fills a filesystem is on the VM's disk: it outlives a restart, and goes with the VM", () => {
  const { play, until, domain, store, complaints } = oneVirtualMachine();
  play(10, { fill: { vm, share: 0.96, overSeconds: 30 } });
  play(60, { restart: vm });
  until(200);
  const annotated = store.get(virtualMachineKind, "default", "a")?.metadata.annotations;
  expect(annotated?.[fillingsAnnotation]).toBeDefined();
  expect(domain()?.startSeconds).toBeGreaterThan(60);
  expect(domain()?.fillings).toMatchObject([{ mountPoint: "/", fromSeconds: 10, toShare: 0.96 }]);
  play(210, { delete: vm });
  play(300, { create: virtualMachine("a") });
  play(400, { fill: { vm, mountPoint: "/data", share: 0.5, overSeconds: 0 } });
  until(410);
  expect(domain()?.fillings).toBeUndefined();
  expect(complaints).toEqual(["fill default/a: no filesystem at /data; there are /, /boot"]);
});
