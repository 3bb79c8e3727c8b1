import type { Clock } from "../../clock/clock.ts";
import { appendSegment } from "../../model/domain-life.ts";
import type { Hypervisors } from "../hypervisors.ts";
import { conditionIsTrue } from "../objects/conditions.ts";
import { virtualMachineInstanceKind, type VirtualMachineInstance } from "../objects/virtual-machine.ts";
import type { Store } from "../store.ts";
import type { VirtualMachineName } from "./run.ts";
import { conflict, notFound, type Refusal } from "./refusal.ts";

/** What pausing acts on: the VMI, and the Domain behind it. */
interface PauseContext {
  readonly store: Store;
  readonly clock: Clock;
  readonly seed: number;
  readonly hypervisors: Hypervisors;
}

/** `virtctl pause`: the guest stands still at once, and its VMI says so soon after. */
export function pauseInstance(context: PauseContext, name: VirtualMachineName): Refusal | undefined {
  const vmi = find(context, name);
  if (vmi === undefined) return notFound("virtualmachineinstances.kubevirt.io", name.name);
  if (vmi.status.phase !== "Running") return conflict("VM is not running");
  if (conditionIsTrue(vmi.status.conditions, "Paused")) return conflict("VMI is already paused");
  return setRunning(context, vmi, false);
}

/** `virtctl unpause`: the guest goes on. */
export function unpauseInstance(context: PauseContext, name: VirtualMachineName): Refusal | undefined {
  const vmi = find(context, name);
  if (vmi === undefined) return notFound("virtualmachineinstances.kubevirt.io", name.name);
  if (vmi.status.phase !== "Running") return conflict("VM is not running");
  if (!conditionIsTrue(vmi.status.conditions, "Paused")) return conflict("VMI is not paused");
  return setRunning(context, vmi, true);
}

function find({ store }: PauseContext, { namespace, name }: VirtualMachineName) {
  return store.get(virtualMachineInstanceKind, namespace, name);
}

function setRunning(
  context: PauseContext,
  vmi: VirtualMachineInstance,
  running: boolean,
): Refusal | undefined {
  const { hypervisors, clock, seed } = context;
  const { uid } = vmi.metadata;
  const domain = hypervisors.get(uid);
  if (domain === undefined) return conflict("VM is not running");
  const { running: _, ...others } = domain.segments.at(-1)?.factors ?? {};
  const cause = running ? "unpause" : "pause";
  const factors = running ? others : { ...others, running: 0 };
  hypervisors.set(appendSegment(domain, seed, { fromSeconds: clock.now(), cause, factors }));
  return undefined;
}
