import type { VirtualMachineInstance } from "../store/objects/virtual-machine.ts";
import type { EventRecorder } from "./event-recorder.ts";
import type { Informer } from "./informer/informer.ts";

/**
 * Records what a virt-handler says of a guest's life: defined, started, shut down, crashed. A VMI that is
 * seen for the first time has its past behind it, and is not spoken of.
 *
 * Source: kubevirt pkg/virt-handler/vm.go, recordPhaseChangeEvent
 */
export function recordPhaseChanges(
  instances: Informer<VirtualMachineInstance>,
  recorder: EventRecorder,
): void {
  instances.listen({
    onUpdate: (vmi, old) => {
      if (vmi.status.phase === old.status.phase) return;
      switch (vmi.status.phase) {
        case "Running":
          recorder.record(vmi, {
            type: "Normal",
            reason: "Created",
            message: "VirtualMachineInstance defined.",
          });
          recorder.record(vmi, {
            type: "Normal",
            reason: "Started",
            message: "VirtualMachineInstance started.",
          });
          break;
        case "Succeeded":
          recorder.record(vmi, {
            type: "Normal",
            reason: "Stopped",
            message: "The VirtualMachineInstance was shut down.",
          });
          break;
        case "Failed":
          recorder.record(vmi, {
            type: "Warning",
            reason: "Stopped",
            message: "The VirtualMachineInstance crashed.",
          });
          break;
        default:
      }
    },
  });
}
