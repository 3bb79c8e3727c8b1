import { timestampAt } from "../../clock/clock.ts";
import { controlledBy, controllerOf, keyOf, type Draft } from "../object.ts";
import { claimDraft, claimKind, type DataVolumeTemplate } from "../objects/claim.ts";
import { conditionIsTrue, withCondition } from "../objects/conditions.ts";
import {
  runStrategyOf,
  virtualMachineInstanceKind,
  virtualMachineKind,
  type VirtualMachine,
  type VirtualMachineInstance,
} from "../objects/virtual-machine.ts";
import type { ControllerContext } from "./context.ts";
import { WorkQueue } from "./work-queue.ts";

const finalizer = "kubevirt.io/virtualMachineControllerFinalize";
/** virt-controller's own delay between seeing a VM and acting on it. */
const reactionSeconds = 0.05;

/** Gives each VM that should run its VMI, takes away that of one that should not, and tells its status. */
export function startVirtualMachineController(context: ControllerContext): void {
  const { store } = context;
  const queue = new WorkQueue(context.clock, (key) => reconcile(context, key));
  store.subscribe(({ kind, object }) => {
    if (kind === virtualMachineKind) queue.add(keyOf(object.metadata), reactionSeconds);
    const owner = kind === virtualMachineInstanceKind ? controllerOf(object) : undefined;
    if (owner?.kind === "VirtualMachine") {
      queue.add(keyOf({ namespace: object.metadata.namespace, name: owner.name }), reactionSeconds);
    }
  });
}

function reconcile({ store, clock }: ControllerContext, key: string): void {
  const [namespace = "", name = ""] = key.split("/");
  const vm = store.get(virtualMachineKind, namespace, name);
  if (vm === undefined) return;
  const vmi = ownInstance(store.get(virtualMachineInstanceKind, namespace, name), vm);
  const shouldRun = wantsInstance(vm, vmi);
  if (shouldRun && vmi === undefined) {
    for (const template of dataVolumeTemplates(vm)) {
      if (store.get(claimKind, namespace, template.metadata.name) === undefined) {
        store.create(claimKind, claimDraft(vm, template));
      }
    }
    store.create(virtualMachineInstanceKind, instanceDraft(vm));
    return;
  }
  if (!shouldRun && vmi !== undefined && vmi.metadata.deletionTimestamp === undefined) {
    store.delete(virtualMachineInstanceKind, namespace, name);
    return;
  }
  const deleted = vm.metadata.deletionTimestamp !== undefined;
  const finalizers =
    deleted && vmi === undefined ? without(vm.metadata.finalizers) : withFinalizer(vm, deleted);
  store.update(virtualMachineKind, {
    ...vm,
    metadata: { ...vm.metadata, finalizers },
    status: statusOf(vm, vmi, timestampAt(clock, clock.now())),
  });
}

function ownInstance(
  vmi: VirtualMachineInstance | undefined,
  vm: VirtualMachine,
): VirtualMachineInstance | undefined {
  return vmi !== undefined && controllerOf(vmi)?.uid === vm.metadata.uid ? vmi : undefined;
}

function wantsInstance(vm: VirtualMachine, vmi: VirtualMachineInstance | undefined): boolean {
  if (vm.metadata.deletionTimestamp !== undefined) return false;
  const asked = vm.status?.stateChangeRequests?.[0]?.action;
  switch (runStrategyOf(vm)) {
    case "Always":
      return !finished(vmi) || vmi === undefined;
    case "RerunOnFailure":
      return vmi?.status.phase !== "Failed" && (vmi !== undefined || vm.status?.created !== true);
    case "Once":
      return vmi !== undefined || vm.status?.created !== true;
    case "Manual":
      return asked === undefined ? vmi !== undefined && !finished(vmi) : asked === "Start";
    default:
      return false;
  }
}

function finished(vmi: VirtualMachineInstance | undefined): boolean {
  return vmi?.status.phase === "Succeeded" || vmi?.status.phase === "Failed";
}

function withFinalizer(vm: VirtualMachine, deleted: boolean): readonly string[] {
  const present = vm.metadata.finalizers ?? [];
  return deleted || present.includes(finalizer) ? present : [...present, finalizer];
}

function without(finalizers: readonly string[] = []): readonly string[] {
  return finalizers.filter((name) => name !== finalizer);
}

function dataVolumeTemplates(vm: VirtualMachine): readonly DataVolumeTemplate[] {
  return (vm.spec["dataVolumeTemplates"] as readonly DataVolumeTemplate[] | undefined) ?? [];
}

function instanceDraft(vm: VirtualMachine): Draft<VirtualMachineInstance> {
  const { metadata, spec } = vm.spec.template;
  const annotations = { ...metadata?.annotations };
  return {
    apiVersion: "kubevirt.io/v1",
    kind: "VirtualMachineInstance",
    metadata: {
      name: vm.metadata.name,
      namespace: vm.metadata.namespace ?? "",
      labels: { ...metadata?.labels },
      annotations: { ...annotations, "kubevirt.io/latest-observed-api-version": "v1" },
      finalizers: ["kubevirt.io/virtualMachineControllerFinalize", "foregroundDeleteVirtualMachine"],
      ownerReferences: [controlledBy(vm)],
    },
    spec,
    status: {},
  };
}

function statusOf(
  vm: VirtualMachine,
  vmi: VirtualMachineInstance | undefined,
  now: string,
): NonNullable<VirtualMachine["status"]> {
  const ready = conditionIsTrue(vmi?.status.conditions, "Ready");
  const condition = {
    type: "Ready",
    status: ready ? "True" : "False",
    lastTransitionTime: now,
    ...(ready
      ? {}
      : vmi === undefined
        ? { reason: "VMINotExists", message: "VMI does not exist" }
        : { reason: "GuestNotRunning" }),
  } as const;
  const requests = vmi === undefined ? pending(vm, "Start") : pending(vm, "Stop");
  const { stateChangeRequests: _, ready: _ready, created: _created, ...kept } = vm.status ?? {};
  return {
    ...kept,
    ...(vmi === undefined ? {} : { created: true }),
    ...(ready ? { ready: true } : {}),
    ...(requests.length === 0 ? {} : { stateChangeRequests: requests }),
    conditions: withCondition(vm.status?.conditions ?? [], condition),
    printableStatus: printableStatus(vm, vmi),
    runStrategy: runStrategyOf(vm),
  };
}

/** A request is done, and goes, once what it asked for is so. */
function pending(vm: VirtualMachine, action: "Start" | "Stop") {
  return (vm.status?.stateChangeRequests ?? []).filter((request) => request.action === action);
}

function printableStatus(vm: VirtualMachine, vmi: VirtualMachineInstance | undefined): string {
  if (vm.metadata.deletionTimestamp !== undefined) return "Terminating";
  if (vmi === undefined) return "Stopped";
  if (vmi.metadata.deletionTimestamp !== undefined || finished(vmi)) return "Stopping";
  if (conditionIsTrue(vmi.status.conditions, "Paused")) return "Paused";
  if (vmi.status.phase === "Running") return "Running";
  return "Starting";
}
