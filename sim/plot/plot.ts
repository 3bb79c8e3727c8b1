import { defaultUptimeSeconds, type Scenario, type TimelineEvent } from "../scenario/scenario.ts";
import { applyAtStart } from "./apply.ts";
import type { Cause } from "./cause.ts";
import { playVerb } from "./verbs.ts";
import { createVirtualMachine } from "./virtual-machines.ts";

/** From a VM's creation until its guest surely runs, in seconds: longer than all the delays of its start together. */
const startUpSeconds = 30;

/** What happens before t = 0: each declared VM was created as long ago as its uptime says, manifests were applied. */
export function historyOf({ virtualMachines, manifests }: Scenario): Cause[] {
  const applied = manifests.map((manifest): Cause => ({
    name: `apply-${manifest.kind}-${manifest.metadata.name}`,
    atSeconds: -(defaultUptimeSeconds + startUpSeconds),
    play: (stage) => applyAtStart(stage, manifest),
  }));
  const created = virtualMachines.map((vm): Cause => ({
    name: `create-${vm.namespace}-${vm.name}`,
    atSeconds: -(vm.uptimeSeconds + startUpSeconds),
    play: (stage) => createVirtualMachine(stage, vm),
  }));
  return [...applied, ...created].sort(byTime);
}

/** What happens from t = 0 on, in time order: the scenario's timeline. */
export function plotOf(scenario: Scenario): Cause[] {
  return scenario.timeline.flatMap(causesOf).sort(byTime);
}

function causesOf(event: TimelineEvent): Cause[] {
  const { name, atSeconds } = event;
  if (!("fault" in event)) return [{ name, atSeconds, play: (stage) => playVerb(stage, event) }];
  const begin: Cause = { name, atSeconds, play: ({ faults }) => faults.begin(name, event.fault) };
  if (event.forSeconds === undefined) return [begin];
  const end: Cause = {
    name: `${name}.end`,
    atSeconds: atSeconds + event.forSeconds,
    play: ({ faults }) => faults.end(name),
  };
  return [begin, end];
}

/** Stable, so that events of one time stay in the order they were written. */
function byTime(a: Cause, b: Cause): number {
  return a.atSeconds - b.atSeconds;
}
