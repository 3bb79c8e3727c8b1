import type { CrashTarget, DeployedComponent, RolloutTarget } from "../scenario/scenario.ts";
import type { ComponentKind, KubeVirtVersion } from "../model/components.ts";
import { rollOutComponent, scaleComponent } from "../store/actions/workloads.ts";
import { podsByComponent } from "../store/objects/pod.ts";
import type { Stage } from "./cause.ts";

/** `kubectl scale deployment`. */
export function scale(
  { store, complain }: Stage,
  { component, replicas }: { readonly component: DeployedComponent; readonly replicas: number },
): void {
  const refusal = scaleComponent(store, component, replicas);
  if (refusal !== undefined) complain(`scale ${component}: ${refusal.message}`);
}

/**
 * An update, or `kubectl rollout restart`. Without a component it is KubeVirt's: a user puts up the other
 * virt-operator, and that rolls out the rest, one component after the other.
 */
export function rollOut(stage: Stage, { component, version }: RolloutTarget): void {
  const components = component === undefined ? firstOf(version) : [component];
  for (const one of components) {
    const refusal = rollOutComponent(stage.store, one, version);
    if (refusal !== undefined) stage.complain(`rollout ${one}: ${refusal.message}`);
  }
}

function firstOf(version: KubeVirtVersion | undefined): readonly ComponentKind[] {
  return version === undefined
    ? ["virt-operator", "virt-handler", "virt-controller", "virt-api"]
    : ["virt-operator"];
}

/** The process of each matching pod is gone, at once and without a word, as by `kill -9`. */
export function crash({ store, runtime }: Stage, { component, node }: CrashTarget): void {
  for (const pod of store.by(podsByComponent, component)) {
    if (node === undefined || pod.spec.nodeName === node) runtime.kill(pod.metadata.uid, 0);
  }
}
