import { source } from "../clock/clock.ts";
import { uniform } from "../model/random.ts";
import type { Churn } from "../scenario/scenario.ts";
import { virtualMachineKind } from "../store/objects/virtual-machine.ts";
import type { Stage } from "./cause.ts";
import { createVirtualMachine } from "./virtual-machines.ts";

/** Creates VMs one after the other, at about equal distances, and deletes each when its time has come. */
export function churn(stage: Stage, { perMinute, lifetimeSeconds, virtualMachine, forSeconds }: Churn): void {
  const { clock, seed, store } = stage;
  const begin = clock.now();
  const everySeconds = 60 / perMinute;
  const next = (nth: number) => {
    const beat = nth * everySeconds;
    if (forSeconds !== undefined && beat >= forSeconds) return;
    const name = `${virtualMachine.name}-${nth}`;
    // Within its own beat, so that the rate is kept and no two come too close.
    const t = begin + beat + uniform(0, 0.5, seed, "churn", virtualMachine.namespace, name) * everySeconds;
    clock.at(t, source.plot, () => {
      next(nth + 1);
      createVirtualMachine(stage, { ...virtualMachine, name });
      clock.at(t + lifetimeSeconds, source.plot, () => {
        // Someone may have deleted it before.
        if (store.get(virtualMachineKind, virtualMachine.namespace, name) !== undefined)
          store.delete(virtualMachineKind, virtualMachine.namespace, name);
      });
    });
  };
  next(0);
}
