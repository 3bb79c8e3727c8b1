import type { TimelineVerb, Verb, VerbArguments, VirtualMachineRef } from "../scenario/scenario.ts";
import { fillGuest, panicGuest } from "../store/actions/guest.ts";
import { migrateInstance } from "../store/actions/migrate.ts";
import { setSchedulable } from "../store/actions/nodes.ts";
import { pauseInstance, unpauseInstance } from "../store/actions/pause.ts";
import type { Refusal } from "../store/actions/refusal.ts";
import { restartVirtualMachine, startVirtualMachine, stopVirtualMachine } from "../store/actions/run.ts";
import { applyManifest } from "./apply.ts";
import type { Stage } from "./cause.ts";
import { churn } from "./churn.ts";
import { crash, rollOut, scale } from "./components.ts";
import { drain } from "./drain.ts";
import { hang } from "./guests.ts";
import { addNode, removeNode } from "./nodes.ts";
import { createVirtualMachine, deleteVirtualMachine } from "./virtual-machines.ts";

type Play<V extends Verb> = (stage: Stage, given: VerbArguments[V]) => void;

/** What each verb does to the cluster: virtctl's and kubectl's writes, a machine's mishaps. */
const plays: { readonly [V in Verb]: Play<V> } = {
  create: createVirtualMachine,
  apply: (stage, { objects = [] }) => objects.forEach((object) => applyManifest(stage, object)),
  delete: deleteVirtualMachine,
  start: onVirtualMachine("start", ({ store }, vm) => startVirtualMachine(store, vm)),
  stop: onVirtualMachine("stop", ({ store }, vm) => stopVirtualMachine(store, vm)),
  restart: onVirtualMachine("restart", ({ store }, vm) => restartVirtualMachine(store, vm)),
  pause: onVirtualMachine("pause", pauseInstance),
  unpause: onVirtualMachine("unpause", unpauseInstance),
  migrate: onVirtualMachine("migrate", ({ store }, vm) => migrateInstance(store, vm)),
  panic: onVirtualMachine("panic", panicGuest),
  hang,
  fill: (stage, target) => onVirtualMachine("fill", () => fillGuest(stage, target))(stage, target.vm),
  drain,
  cordon: (stage, { node }) => cordon(stage, "cordon", node, false),
  uncordon: (stage, { node }) => cordon(stage, "uncordon", node, true),
  addNode,
  removeNode,
  scale,
  rollout: rollOut,
  crash,
  churn,
};

export function playVerb(stage: Stage, event: TimelineVerb): void {
  for (const verb of Object.keys(plays) as Verb[]) {
    if (verb in event) play(stage, verb, event as VerbArguments);
  }
}

function play<V extends Verb>(stage: Stage, verb: V, event: Pick<VerbArguments, V>): void {
  plays[verb](stage, event[verb]);
}

function onVirtualMachine(
  verb: Verb,
  act: (stage: Stage, vm: VirtualMachineRef) => Refusal | undefined,
): (stage: Stage, vm: VirtualMachineRef) => void {
  return (stage, vm) => {
    const refusal = act(stage, vm);
    if (refusal !== undefined) stage.complain(`${verb} ${vm.namespace}/${vm.name}: ${refusal.message}`);
  };
}

function cordon(stage: Stage, verb: Verb, node: string, schedulable: boolean): void {
  const refusal = setSchedulable(stage.store, node, schedulable);
  if (refusal !== undefined) stage.complain(`${verb} ${node}: ${refusal.message}`);
}
