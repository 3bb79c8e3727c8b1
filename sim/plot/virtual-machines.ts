import type { VirtualMachineRef, VirtualMachineSpec } from "../scenario/scenario.ts";
import { ensureNamespace } from "../store/bootstrap/kubernetes.ts";
import { virtualMachineKind } from "../store/objects/virtual-machine.ts";
import type { Stage } from "./cause.ts";
import { virtualMachineManifest } from "./virtual-machine-manifest.ts";

/** `kubectl create -f vm.yaml`, in a namespace that is made if need be. */
export function createVirtualMachine({ store, complain }: Stage, spec: VirtualMachineSpec): void {
  ensureNamespace(store, spec.namespace);
  if (store.get(virtualMachineKind, spec.namespace, spec.name) !== undefined) {
    complain(`create ${spec.namespace}/${spec.name}: there is a VirtualMachine of that name already`);
    return;
  }
  store.create(virtualMachineKind, virtualMachineManifest(spec));
}

/** `kubectl delete vm`. */
export function deleteVirtualMachine(
  { store, complain }: Stage,
  { namespace, name }: VirtualMachineRef,
): void {
  if (store.get(virtualMachineKind, namespace, name) === undefined)
    complain(`delete ${namespace}/${name}: virtualmachines.kubevirt.io "${name}" not found`);
  else store.delete(virtualMachineKind, namespace, name);
}
