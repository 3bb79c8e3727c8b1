import { timestampAt } from "../../clock/clock.ts";
import { controlledBy, controllerOf, isBeingDeleted, keyOf, type Draft } from "../object.ts";
import { claimDraft, claimKind, type DataVolumeTemplate } from "../objects/claim.ts";
import { matcherAnnotations } from "../objects/instancetype.ts";
import {
  isFinal,
  runStrategyOf,
  virtualMachineInstanceKind,
  virtualMachineKind,
  type VirtualMachine,
  type VirtualMachineInstance,
} from "../objects/virtual-machine.ts";
import type { ControllerContext } from "./context.ts";
import { recordEvent } from "./event-recorder.ts";
import { afterFailure, failedToStart, waitSeconds } from "./start-back-off.ts";
import { keepStartRevision } from "./virtual-machine-revision.ts";
import { findInstancetypeSpec } from "./virtual-machine-instancetype.ts";
import { generationAnnotation, pendingRequests, virtualMachineStatus } from "./virtual-machine-status.ts";
import { componentWorks } from "./component-gate.ts";
import { reportSeconds, WorkQueue } from "./work-queue.ts";

const finalizer = "kubevirt.io/virtualMachineControllerFinalize";
const component = "virtualmachine-controller";
/** virt-controller's own delay between seeing a VM and acting on it. */
const reactionSeconds = 0.05;
/** Before a VM whose instance type is gone is looked at again. */
const missingInstancetypeSeconds = 5;

/** Gives each VM that should run its VMI, takes away that of one that should not, and tells its status. */
export function startVirtualMachineController(context: ControllerContext): void {
  const { store } = context;
  const queue = new WorkQueue(
    context.clock,
    (key) => reconcile(context, queue, key),
    reactionSeconds,
    () => componentWorks(context, "virt-controller"),
  );
  store.watch(virtualMachineKind, ({ object, previous }) => {
    if (previous === undefined || asksForMore(previous, object)) queue.add(keyOf(object.metadata));
  });
  store.watch(virtualMachineInstanceKind, ({ object }) => {
    const owner = controllerOf(object);
    if (owner?.kind !== "VirtualMachine") return;
    const onlyTold = !isFinal(object) && !isBeingDeleted(object);
    const delay = onlyTold ? reportSeconds(context, reactionSeconds) : reactionSeconds;
    queue.add(keyOf({ namespace: object.metadata.namespace, name: owner.name }), delay);
  });
}

/** What this controller itself says of a VM is no reason to look at it again. */
function asksForMore(previous: VirtualMachine, vm: VirtualMachine): boolean {
  return (
    previous.spec !== vm.spec ||
    previous.status?.stateChangeRequests !== vm.status?.stateChangeRequests ||
    isBeingDeleted(previous) !== isBeingDeleted(vm)
  );
}

function reconcile(context: ControllerContext, queue: WorkQueue, key: string): void {
  const [namespace = "", name = ""] = key.split("/");
  const { store, clock } = context;
  const vm = store.get(virtualMachineKind, namespace, name);
  if (vm === undefined) return;
  const vmi = ownInstance(store.get(virtualMachineInstanceKind, namespace, name), vm);
  const shouldRun = wantsInstance(vm, vmi);
  const wait = shouldRun && vmi === undefined ? waitSeconds(clock, vm) : 0;
  if (wait > 0) queue.add(key, wait);
  else if (shouldRun && vmi === undefined) start(context, queue, vm);
  else if (!shouldRun && vmi !== undefined && !isBeingDeleted(vmi)) stop(context, vm, vmi);
  const present = ownInstance(store.get(virtualMachineInstanceKind, namespace, name), vm);
  report(context, vmi?.status.phase === "Failed" ? afterFailed(context, vm, vmi) : vm, present);
}

/** A guest that failed is asked for again where failures are to be repaired; one that never ran waits longer each time. */
function afterFailed(
  context: ControllerContext,
  vm: VirtualMachine,
  vmi: VirtualMachineInstance,
): VirtualMachine {
  const requests = vm.status?.stateChangeRequests ?? [];
  const again = runStrategyOf(vm) === "RerunOnFailure" && requests.length === 0;
  return {
    ...vm,
    status: {
      ...vm.status,
      ...(again ? { stateChangeRequests: [{ action: "Start" }] } : {}),
      ...(failedToStart(vmi) ? { startFailure: afterFailure(context, vm, vmi) } : {}),
    },
  };
}

function start(context: ControllerContext, queue: WorkQueue, vm: VirtualMachine): void {
  const { store } = context;
  const spec = findInstancetypeSpec(store, vm);
  if (spec === undefined) {
    queue.add(keyOf(vm.metadata), missingInstancetypeSeconds);
    return;
  }
  for (const template of dataVolumeTemplates(vm)) {
    if (store.get(claimKind, vm.metadata.namespace, template.metadata.name) === undefined)
      store.create(claimKind, claimDraft(vm, template));
  }
  const draft = instanceDraft(vm, spec, keepStartRevision(store, vm));
  const { metadata } = store.create(virtualMachineInstanceKind, draft);
  const message = `Started the virtual machine by creating the new virtual machine instance ${metadata.name}`;
  recordEvent(context, vm, { reason: "SuccessfulCreate", message, component });
}

function stop(context: ControllerContext, vm: VirtualMachine, { metadata }: VirtualMachineInstance): void {
  const message = `Stopped the virtual machine by deleting the virtual machine instance ${metadata.uid}`;
  recordEvent(context, vm, { reason: "SuccessfulDelete", message, component });
  context.store.delete(virtualMachineInstanceKind, metadata.namespace, metadata.name);
}

function report(
  { store, clock }: ControllerContext,
  vm: VirtualMachine,
  vmi: VirtualMachineInstance | undefined,
): void {
  const finalizers = finalizersOf(vm, vmi);
  const status = virtualMachineStatus(vm, vmi, timestampAt(clock, clock.now()));
  store.update(virtualMachineKind, { ...vm, metadata: { ...vm.metadata, finalizers }, status });
}

function ownInstance(
  vmi: VirtualMachineInstance | undefined,
  vm: VirtualMachine,
): VirtualMachineInstance | undefined {
  return vmi !== undefined && controllerOf(vmi)?.uid === vm.metadata.uid ? vmi : undefined;
}

function wantsInstance(vm: VirtualMachine, vmi: VirtualMachineInstance | undefined): boolean {
  if (isBeingDeleted(vm)) return false;
  const asked = pendingRequests(vm, vmi)[0]?.action;
  if (asked === "Stop") return false;
  const over = vmi !== undefined && isFinal(vmi);
  switch (runStrategyOf(vm)) {
    case "Always":
      return !over;
    case "RerunOnFailure":
      // It is started when it comes to this strategy, and when it is asked for.
      return vmi === undefined ? asked === "Start" || vm.status?.runStrategy !== "RerunOnFailure" : !over;
    case "Once":
      return true;
    case "Manual":
      return asked === "Start" || (vmi !== undefined && !over);
    default:
      return false;
  }
}

function finalizersOf(vm: VirtualMachine, vmi: VirtualMachineInstance | undefined): readonly string[] {
  const present = vm.metadata.finalizers ?? [];
  if (isBeingDeleted(vm)) return vmi === undefined ? present.filter((name) => name !== finalizer) : present;
  return present.includes(finalizer) ? present : [...present, finalizer];
}

function dataVolumeTemplates(vm: VirtualMachine): readonly DataVolumeTemplate[] {
  return (vm.spec["dataVolumeTemplates"] as readonly DataVolumeTemplate[] | undefined) ?? [];
}

function instanceDraft(
  vm: VirtualMachine,
  spec: VirtualMachineInstance["spec"],
  revision: string,
): Draft<VirtualMachineInstance> {
  const { metadata } = vm.spec.template;
  return {
    apiVersion: "kubevirt.io/v1",
    kind: "VirtualMachineInstance",
    metadata: {
      name: vm.metadata.name,
      namespace: vm.metadata.namespace ?? "",
      labels: { ...metadata?.labels },
      annotations: {
        ...metadata?.annotations,
        ...matcherAnnotations(vm.spec),
        [generationAnnotation]: String(vm.metadata.generation ?? 1),
      },
      finalizers: [finalizer],
      ownerReferences: [controlledBy(vm)],
    },
    spec,
    status: { virtualMachineRevisionName: revision },
  };
}
