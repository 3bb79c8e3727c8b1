import { timestampAt } from "../../clock/clock.ts";
import { appendSegment } from "../../model/domain.ts";
import { after, keyedDelay, type ControllerContext } from "../controllers/context.ts";
import type { Hypervisors } from "../hypervisors.ts";
import { conditionIsTrue, withCondition } from "../objects/conditions.ts";
import { virtualMachineInstanceKind, type VirtualMachineInstance } from "../objects/virtual-machine.ts";
import type { VirtualMachineName } from "./run.ts";
import { conflict, notFound, type Refusal } from "./refusal.ts";

/** From the hypervisor's word until virt-handler shows it on the VMI, in seconds. */
const reportDelay = { low: 0.1, high: 0.5 };

/** What pausing acts on: the VMI, and the Domain behind it. */
export interface PauseContext extends ControllerContext {
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
  const { uid, namespace, name } = vmi.metadata;
  const domain = hypervisors.get(uid);
  if (domain === undefined) return conflict("VM is not running");
  const { running: _, ...others } = domain.segments.at(-1)?.factors ?? {};
  const cause = running ? "unpause" : "pause";
  const factors = running ? others : { ...others, running: 0 };
  hypervisors.set(appendSegment(domain, seed, { fromSeconds: clock.now(), cause, factors }));
  after(context, keyedDelay(context, reportDelay, cause, uid, clock.now()), () => {
    const present = context.store.get(virtualMachineInstanceKind, namespace, name);
    const paused = (hypervisors.get(uid)?.segments.at(-1)?.factors.running ?? 1) === 0;
    if (present?.metadata.uid === uid && paused !== running) report(context, present, paused);
  });
  return undefined;
}

function report({ store, clock }: PauseContext, vmi: VirtualMachineInstance, paused: boolean): void {
  const now = timestampAt(clock, clock.now());
  const present = vmi.status.conditions ?? [];
  const condition = {
    type: "Paused",
    status: "True",
    reason: "PausedByUser",
    message: "VMI was paused by user",
    lastProbeTime: now,
    lastTransitionTime: now,
  } as const;
  const conditions = paused
    ? withCondition(present, condition)
    : present.filter(({ type }) => type !== "Paused");
  store.update(virtualMachineInstanceKind, { ...vmi, status: { ...vmi.status, conditions } });
}
