import { timestampAt } from "../../clock/clock.ts";
import type { Domain } from "../../model/domain.ts";
import { isRunning } from "../../model/segment.ts";
import type { Hypervisors } from "../hypervisors.ts";
import { conditionIsTrue, withCondition } from "../objects/conditions.ts";
import { virtualMachineInstanceKind, type VirtualMachineInstance } from "../objects/virtual-machine.ts";
import { after, keyedDelay, type ControllerContext } from "./context.ts";
import { whenHandlerWrites } from "./handler-gate.ts";

/** From the hypervisor's word until virt-handler shows it on the VMI, in seconds. */
const reportDelay = { low: 0.1, high: 0.5 };

/** Plays the virt-handlers' word on guests that were paused, or go on: the VMI's condition Paused. */
export function startPauseReports(context: ControllerContext, hypervisors: Hypervisors): void {
  const { store, clock } = context;
  const present = ({ namespace, name, uid }: Domain) => {
    const vmi = store.get(virtualMachineInstanceKind, namespace, name);
    return vmi?.metadata.uid === uid ? vmi : undefined;
  };
  /** The VMI, if it does not show yet how its guest is. */
  const outdated = ({ uid }: Domain) => {
    const domain = hypervisors.get(uid);
    const vmi = domain && present(domain);
    if (vmi === undefined || conditionIsTrue(vmi.status.conditions, "Paused") === isPaused(domain))
      return undefined;
    return vmi;
  };
  const see = (domain: Domain) => {
    const vmi = outdated(domain);
    if (vmi === undefined) return;
    const delay = keyedDelay(context, reportDelay, "pause", domain.uid, clock.now());
    after(context, delay, () => {
      const wanted = () => outdated(domain) !== undefined;
      whenHandlerWrites(context, domain.nodeName, vmi, wanted, () => {
        const later = outdated(domain);
        if (later !== undefined) report(context, later, isPaused(hypervisors.get(domain.uid)));
      });
    });
  };
  hypervisors.subscribe((_, { changed }) => changed.forEach(see));
}

function isPaused(domain: Domain | undefined): boolean {
  const last = domain?.segments.at(-1);
  return last !== undefined && !isRunning(last);
}

function report({ store, clock }: ControllerContext, vmi: VirtualMachineInstance, paused: boolean): void {
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
