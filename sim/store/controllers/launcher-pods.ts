import { controllerOf } from "../object.ts";
import { podIsFinished, podsByController, type Pod } from "../objects/pod.ts";
import { virtualMachineInstanceKind, type VirtualMachineInstance } from "../objects/virtual-machine.ts";
import type { Store } from "../store.ts";

/** All launcher pods of a VMI: the one its guest runs in, those it has left or is to move to. */
export function launcherPodsOf(store: Store, { metadata }: VirtualMachineInstance): Pod[] {
  return store.by(podsByController, metadata.uid);
}

/** The launcher pod the guest runs in, or will once it is started; one that is finished is not it. */
export function currentPodOf(store: Store, vmi: VirtualMachineInstance): Pod | undefined {
  const { nodeName } = vmi.status;
  return launcherPodsOf(store, vmi).find(
    (pod) => !podIsFinished(pod) && (nodeName === undefined || pod.spec.nodeName === nodeName),
  );
}

/** The VMI whose launcher this pod is; undefined for any other pod, and when the VMI is gone or another. */
export function instanceOf(store: Store, pod: Pod): VirtualMachineInstance | undefined {
  const owner = controllerOf(pod);
  if (owner?.kind !== "VirtualMachineInstance") return undefined;
  const vmi = store.get(virtualMachineInstanceKind, pod.metadata.namespace, owner.name);
  return vmi?.metadata.uid === owner.uid ? vmi : undefined;
}
