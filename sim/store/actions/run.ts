import {
  isFinal,
  runStrategyOf,
  virtualMachineInstanceKind,
  virtualMachineKind,
  type StateChangeRequest,
  type VirtualMachine,
  type VirtualMachineInstance,
} from "../objects/virtual-machine.ts";
import type { Store } from "../store.ts";
import { conflict, notFound, type Refusal } from "./refusal.ts";

/** A VM by namespace and name. */
export interface VirtualMachineName {
  readonly namespace: string;
  readonly name: string;
}

/** `virtctl start`: a VM that waits to be asked is asked, a halted one is to run from now on. */
export function startVirtualMachine(store: Store, name: VirtualMachineName): Refusal | undefined {
  const { vm, running } = find(store, name);
  if (vm === undefined) return missing(name);
  const strategy = runStrategyOf(vm);
  if (running !== undefined) return conflict("VM is already running");
  switch (strategy) {
    case "Halted":
      return write(store, withStrategy(vm, "Always"));
    case "Manual":
    case "RerunOnFailure":
      return write(store, asking(vm, [{ action: "Start" }]));
    default:
      return conflict(`${strategy} does not support manual start requests`);
  }
}

/** `virtctl stop`: a VM that always runs is halted, any other is asked to stop this once. */
export function stopVirtualMachine(store: Store, name: VirtualMachineName): Refusal | undefined {
  const { vm, running } = find(store, name);
  if (vm === undefined) return missing(name);
  switch (runStrategyOf(vm)) {
    case "Always":
    case "Once":
      return write(store, withStrategy(vm, "Halted"));
    case "Manual":
    case "RerunOnFailure":
      if (running === undefined) return conflict("VM is not running");
      return write(store, asking(vm, [{ action: "Stop", uid: running.metadata.uid }]));
    default:
      return conflict(
        running === undefined ? "VM is not running" : "Halted does not support manual stop requests",
      );
  }
}

/** `virtctl restart`: the guest is shut down and another started in its place. */
export function restartVirtualMachine(store: Store, name: VirtualMachineName): Refusal | undefined {
  const { vm, running } = find(store, name);
  if (vm === undefined) return missing(name);
  const strategy = runStrategyOf(vm);
  if (strategy === "Halted" || strategy === "Once")
    return conflict(`RunStrategy ${strategy} does not support manual restart requests`);
  if (running === undefined) return conflict(`VM is not running: ${strategy}`);
  return write(store, asking(vm, [{ action: "Stop", uid: running.metadata.uid }, { action: "Start" }]));
}

function find(store: Store, { namespace, name }: VirtualMachineName) {
  const vm = store.get(virtualMachineKind, namespace, name);
  const vmi = store.get(virtualMachineInstanceKind, namespace, name);
  const running: VirtualMachineInstance | undefined = vmi !== undefined && !isFinal(vmi) ? vmi : undefined;
  return { vm, running };
}

function missing({ name }: VirtualMachineName): Refusal {
  return notFound("virtualmachines.kubevirt.io", name);
}

function asking(vm: VirtualMachine, stateChangeRequests: readonly StateChangeRequest[]): VirtualMachine {
  return { ...vm, status: { ...vm.status, stateChangeRequests } };
}

/** The older field that says the same must not contradict. */
function withStrategy(vm: VirtualMachine, runStrategy: "Always" | "Halted"): VirtualMachine {
  const { running: _, ...spec } = vm.spec;
  return { ...vm, spec: { ...spec, runStrategy } };
}

function write(store: Store, vm: VirtualMachine): Refusal | undefined {
  store.update(virtualMachineKind, vm);
  return undefined;
}
