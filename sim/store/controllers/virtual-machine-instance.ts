import { isBeingDeleted } from "../object.ts";
import { podIsReady, podKind, type Pod } from "../objects/pod.ts";
import {
  instancesByNode,
  virtualMachineInstanceKind,
  type VirtualMachineInstance,
} from "../objects/virtual-machine.ts";
import { after, type ControllerContext } from "./context.ts";
import type { InstanceControllerOptions } from "./instance-controller-options.ts";
import { InstanceEnd } from "./instance-end.ts";
import { withReadiness } from "./instance-phase.ts";
import { InstanceStart } from "./instance-start.ts";
import { InstanceSteps } from "./instance-steps.ts";
import { currentPodOf, instanceOf } from "./launcher-pods.ts";

/**
 * Leads each VMI through its phases: launcher pod, Scheduling, Scheduled, the guest's start, Running, and at
 * its deletion shutdown, Succeeded and away. It plays virt-controller's and virt-handler's part of it.
 */
export function startVirtualMachineInstanceController(
  context: ControllerContext,
  options: InstanceControllerOptions,
): void {
  const { store } = context;
  const { hypervisors, machines } = options;
  const steps = new InstanceSteps(context);
  const end = new InstanceEnd(steps, options);
  const start = new InstanceStart(steps, options);
  store.watch(virtualMachineInstanceKind, ({ type, object, previous }) => {
    if (type === "DELETED") return hypervisors.remove(object.metadata.uid);
    if (type === "ADDED") start.begin(object);
    const present = steps.present(object);
    if (present === undefined || !isBeingDeleted(object)) return;
    if (previous === undefined || !isBeingDeleted(previous)) end.begin(present);
  });
  store.watch(podKind, ({ type, object, previous }) => {
    const vmi = instanceOf(store, object);
    if (vmi === undefined) return;
    if (type === "DELETED") end.podGone(vmi, object);
    else if (isBeingDeleted(object) && previous !== undefined && !isBeingDeleted(previous))
      end.podEnding(vmi, object);
    else if (vmi.status.phase === "Scheduling" && !isBeingDeleted(vmi)) start.podChanged(vmi, object);
    else if (readinessMoved(vmi, object, previous))
      steps.write(withReadiness(context.clock, vmi, currentPodOf(store, vmi)));
  });
  hypervisors.subscribe((_, { changed }) => {
    for (const domain of changed) {
      // A moment later, so that all have heard that it panicked before they hear that it is gone.
      if (domain.segments.at(-1)?.cause === "panic") after(context, 0, () => end.guestPanicked(domain));
    }
  });
  machines.onReturn((nodeName) => {
    for (const vmi of store.by(instancesByNode, nodeName)) end.guestLost(vmi, nodeName);
  });
  machines.onLoss((nodeName) => {
    for (const { uid } of hypervisors.onNode(nodeName)) hypervisors.remove(uid);
  });
}

/** The pod of a running guest became ready, or ceased to be: as when its node falls silent. */
function readinessMoved(vmi: VirtualMachineInstance, pod: Pod, previous: Pod | undefined): boolean {
  return vmi.status.phase === "Running" && previous !== undefined && podIsReady(previous) !== podIsReady(pod);
}
