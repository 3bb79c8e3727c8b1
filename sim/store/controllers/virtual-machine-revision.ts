import { controlledBy } from "../object.ts";
import type { VirtualMachine } from "../objects/virtual-machine.ts";
import { controllerRevisionKind, revisionsByController } from "../objects/workloads.ts";
import type { Store } from "../store.ts";

/** Keeps the VM's spec as it is when its guest is started, and returns the name of the ControllerRevision. */
export function keepStartRevision(store: Store, vm: VirtualMachine): string {
  const { namespace = "", uid, generation = 1 } = vm.metadata;
  const name = `revision-start-vm-${uid}-${generation}`;
  for (const old of store.by(revisionsByController, uid)) {
    if (old.metadata.name.startsWith("revision-start-vm-") && old.metadata.name !== name)
      store.delete(controllerRevisionKind, namespace, old.metadata.name);
  }
  if (store.get(controllerRevisionKind, namespace, name) === undefined) {
    store.create(controllerRevisionKind, {
      apiVersion: "apps/v1",
      kind: "ControllerRevision",
      metadata: { name, namespace, ownerReferences: [controlledBy(vm)] },
      data: { spec: vm.spec },
      revision: generation,
    });
  }
  return name;
}
