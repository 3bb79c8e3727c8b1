import { source } from "../clock/clock.ts";
import type { GuestHang } from "../scenario/scenario.ts";
import { hangGuest, healGuest } from "../store/actions/guest.ts";
import { virtualMachineInstanceKind } from "../store/objects/virtual-machine.ts";
import type { Stage } from "./cause.ts";

/** A guest's launcher stops answering, for a time or for good. */
export function hang(stage: Stage, { forSeconds, ...vm }: GuestHang): void {
  const refusal = hangGuest(stage, vm);
  if (refusal !== undefined) {
    stage.complain(`hang ${vm.namespace}/${vm.name}: ${refusal.message}`);
    return;
  }
  const uid = stage.store.get(virtualMachineInstanceKind, vm.namespace, vm.name)?.metadata.uid;
  if (forSeconds === undefined || uid === undefined) return;
  stage.clock.at(stage.clock.now() + forSeconds, source.plot, () => healGuest(stage, uid));
}
