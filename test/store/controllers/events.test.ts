import { expect, test } from "vitest";
import { recordEvent } from "../../../sim/store/controllers/event-recorder.ts";
import { eventKind, eventsByObject } from "../../../sim/store/objects/event.ts";
import { podKind, podsByComponent } from "../../../sim/store/objects/pod.ts";
import {
  virtualMachineInstanceKind,
  virtualMachineKind,
} from "../../../sim/store/objects/virtual-machine.ts";
import { scenario, virtualMachine } from "../../support/scenario.ts";
import { simulationOf } from "../../support/simulation.ts";

type Simulated = ReturnType<typeof simulationOf>;

/** What `kubectl describe` would list for an object, in order of time. */
function toldOf({ store }: Simulated, uid = ""): string[] {
  return store
    .by(eventsByObject, uid)
    .map((event) => ({ at: event.firstTimestamp ?? event.eventTime ?? "", event }))
    .sort((a, b) => (a.at.slice(0, 19) < b.at.slice(0, 19) ? -1 : 1))
    .map(({ event }) => `${event.reason} by ${event.source.component ?? event.reportingComponent}`);
}

test("describe shows a VM's life: of the VM, of its VMI, of its launcher", () => {
  const simulated = simulationOf(scenario());
  const { store, clock, play } = simulated;
  play(1, { create: virtualMachine("a") });
  play(60, { stop: { namespace: "default", name: "a" } });
  clock.advanceSync(59);
  const [vmi] = store.list(virtualMachineInstanceKind);
  const [launcher] = store.list(podKind, "default");
  const vm = store.get(virtualMachineKind, "default", "a");
  clock.advanceSync(120);
  expect(toldOf(simulated, vm?.metadata.uid)).toEqual([
    "SuccessfulCreate by virtualmachine-controller",
    "SuccessfulDelete by virtualmachine-controller",
  ]);
  expect(toldOf(simulated, vmi?.metadata.uid)).toEqual([
    "SuccessfulCreate by disruptionbudget-controller",
    "SuccessfulCreate by virtualmachine-controller",
    "ShuttingDown by virt-handler",
    "SuccessfulDelete by disruptionbudget-controller",
    "SuccessfulDelete by virtualmachine-controller",
  ]);
  expect(toldOf(simulated, launcher?.metadata.uid)).toEqual([
    "Scheduled by default-scheduler",
    "Pulled by kubelet",
    "Created by kubelet",
    "Started by kubelet",
  ]);
});

test("a component that crashes shows its restarts and its back-off, counted", () => {
  const crashAt = (atSeconds: number) => ({
    name: `crash-${atSeconds}`,
    atSeconds,
    crash: { component: "virt-handler", node: "node01" } as const,
  });
  const simulated = simulationOf(scenario({ timeline: [10, 20, 60].map(crashAt) }));
  const { store, clock } = simulated;
  clock.advanceSync(200);
  const pod = store.by(podsByComponent, "virt-handler").find(({ spec }) => spec.nodeName === "node01");
  const counted = store
    .by(eventsByObject, pod?.metadata.uid ?? "")
    .map(({ reason, count }) => [reason, count]);
  expect(Object.fromEntries(counted)).toEqual({ Pulled: 4, Created: 4, Started: 4, BackOff: 2 });
});

test("an event is forgotten an hour after it last happened", () => {
  const simulated = simulationOf(scenario());
  const { store, clock, simulation } = simulated;
  const [pod] = store.list(podKind, "kubevirt");
  if (pod === undefined) throw new Error("there is no pod");
  const say = () =>
    recordEvent(simulation.world, pod, { reason: "Test", message: "again", component: "test" });
  const count = () => store.list(eventKind).find(({ reason }) => reason === "Test")?.count;
  say();
  clock.advanceSync(3000);
  say();
  expect(count()).toBe(2);
  clock.advanceSync(6500);
  expect(count()).toBe(2);
  clock.advanceSync(6601);
  expect(count()).toBeUndefined();
});

test("what would be forgotten by t = 0 was never written", () => {
  const old = simulationOf(scenario({ virtualMachines: [virtualMachine("a", { uptimeSeconds: 7200 })] }));
  const young = simulationOf(scenario({ virtualMachines: [virtualMachine("a", { uptimeSeconds: 600 })] }));
  const launcherEvents = ({ store }: Simulated) =>
    store.list(eventKind, "default").filter(({ involvedObject }) => involvedObject.kind === "Pod").length;
  expect(launcherEvents(old)).toBe(0);
  expect(launcherEvents(young)).toBe(4);
});
