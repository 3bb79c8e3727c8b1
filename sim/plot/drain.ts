import { source } from "../clock/clock.ts";
import type { NodeRef } from "../scenario/scenario.ts";
import { evict } from "../store/actions/evict.ts";
import { setSchedulable } from "../store/actions/nodes.ts";
import { controllerOf, isBeingDeleted } from "../store/object.ts";
import { nodeKind } from "../store/objects/node.ts";
import { podsByNode } from "../store/objects/pod.ts";
import type { Stage } from "./cause.ts";

/** How long kubectl waits before it asks again for an eviction that was refused. */
const retrySeconds = 5;

/**
 * `kubectl drain --ignore-daemonsets --delete-emptydir-data --force`: cordons the node, and asks for the
 * eviction of its pods until none is left but those of DaemonSets, or until someone uncordons it.
 */
export function drain(stage: Stage, { node }: NodeRef): void {
  const refusal = setSchedulable(stage.store, node, false);
  if (refusal === undefined) evictAll(stage, node);
  else stage.complain(`drain ${node}: ${refusal.message}`);
}

function evictAll(stage: Stage, name: string): void {
  const { store, clock } = stage;
  if (store.get(nodeKind, undefined, name)?.spec.unschedulable !== true) return;
  const pods = store.by(podsByNode, name).filter((pod) => controllerOf(pod)?.kind !== "DaemonSet");
  if (pods.length === 0) return;
  for (const pod of pods) if (!isBeingDeleted(pod)) evict(store, pod);
  clock.at(clock.now() + retrySeconds, source.plot, () => evictAll(stage, name));
}
