import { isBeingDeleted } from "../object.ts";
import { conditionIsTrue, type Condition } from "../objects/conditions.ts";
import {
  isFinal,
  isMigrating,
  runStrategyOf,
  type StateChangeRequest,
  type VirtualMachine,
  type VirtualMachineInstance,
} from "../objects/virtual-machine.ts";

/** The annotation on a VMI that says which generation of its VM it was made from. */
export const generationAnnotation = "kubevirt.io/vm-generation";

type Status = NonNullable<VirtualMachine["status"]>;

/** What virt-controller reports of a VM, from its VMI, at the time `now` (RFC 3339). */
export function virtualMachineStatus(
  vm: VirtualMachine,
  vmi: VirtualMachineInstance | undefined,
  now: string,
): Status {
  const {
    stateChangeRequests: _requests,
    ready: _ready,
    created: _created,
    startFailure,
    observedGeneration: _observed,
    ...kept
  } = vm.status ?? {};
  const requests = pendingRequests(vm, vmi);
  const observed = vmi?.metadata.annotations?.[generationAnnotation];
  return {
    ...kept,
    ...(vmi === undefined ? {} : { created: true }),
    ...(conditionIsTrue(vmi?.status.conditions, "Ready") ? { ready: true } : {}),
    ...(requests.length === 0 ? {} : { stateChangeRequests: requests }),
    ...(startFailure === undefined || vmi?.status.phase === "Running" ? {} : { startFailure }),
    conditions: conditionsOf(vm, vmi, now),
    desiredGeneration: vm.metadata.generation ?? 1,
    ...(observed === undefined ? {} : { observedGeneration: Number(observed) }),
    printableStatus: printableStatusOf(vm, vmi),
    runStrategy: runStrategyOf(vm),
  };
}

/** A request is done, and goes, once what it asked for is so. */
export function pendingRequests(
  vm: VirtualMachine,
  vmi: VirtualMachineInstance | undefined,
): readonly StateChangeRequest[] {
  return (vm.status?.stateChangeRequests ?? []).filter(({ action, uid }) =>
    action === "Stop"
      ? vmi !== undefined && (uid === undefined || uid === vmi.metadata.uid)
      : wantsStart(vm, vmi),
  );
}

/** A Start waits while the VMI before it is still there: one that is over, or that a Stop means. */
function wantsStart(vm: VirtualMachine, vmi: VirtualMachineInstance | undefined): boolean {
  const stop = vm.status?.stateChangeRequests?.find(({ action }) => action === "Stop");
  return vmi === undefined || isFinal(vmi) || isBeingDeleted(vmi) || stop?.uid === vmi.metadata.uid;
}

/** The VM shows its VMI's conditions, with their times; one that says the same as before stays as it is. */
function conditionsOf(
  vm: VirtualMachine,
  vmi: VirtualMachineInstance | undefined,
  now: string,
): readonly Condition[] {
  const present = vm.status?.conditions ?? [];
  const others = (vmi?.status.conditions ?? []).filter(({ type }) => type !== "Ready");
  const shown = [readyOf(vmi, now), ...others].map((wanted) => {
    const before = present.find(({ type }) => type === wanted.type);
    return before?.status === wanted.status && before.reason === wanted.reason ? before : wanted;
  });
  const own = present.filter(({ type }) => type === "RestartRequired" && vmi !== undefined);
  return [...shown, ...own];
}

function readyOf(vmi: VirtualMachineInstance | undefined, now: string): Condition {
  const notReady = { type: "Ready", status: "False", lastProbeTime: now, lastTransitionTime: now } as const;
  if (vmi === undefined) return { ...notReady, reason: "VMINotExists", message: "VMI does not exist" };
  const ready = vmi.status.conditions?.find(({ type }) => type === "Ready");
  if (ready !== undefined) return ready;
  return { ...notReady, reason: "VMIConditionMissing", message: "VMI is missing the Ready condition" };
}

function printableStatusOf(vm: VirtualMachine, vmi: VirtualMachineInstance | undefined): string {
  if (isBeingDeleted(vm)) return "Terminating";
  if (vmi === undefined) return vm.status?.startFailure === undefined ? "Stopped" : "CrashLoopBackOff";
  if (isBeingDeleted(vmi) || isFinal(vmi)) return "Stopping";
  const { conditions, phase } = vmi.status;
  const unschedulable = conditions?.some(
    ({ type, status, reason }) => type === "PodScheduled" && status === "False" && reason === "Unschedulable",
  );
  if (unschedulable === true) return "ErrorUnschedulable";
  if (isMigrating(vmi)) return "Migrating";
  if (conditionIsTrue(conditions, "Paused")) return "Paused";
  return phase === "Running" ? "Running" : "Starting";
}
