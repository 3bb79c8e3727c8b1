import type { KubeVirtVersion } from "../../model/components.ts";
import { versionOfImage } from "../bootstrap/component-pods.ts";
import { podIsReady, podsByController } from "../objects/pod.ts";
import { daemonSetKind, type DaemonSet, type IntOrPercent } from "../objects/workloads.ts";
import type { Store } from "../store.ts";

/**
 * virt-operator's pace in rolling out virt-handler: one pod first, the canary; once that is ready, a tenth of
 * all nodes at a time. Source: kubevirt pkg/virt-operator/resource/apply/apps.go
 */
export function paceHandlers(store: Store, handlers: DaemonSet, target: KubeVirtVersion): void {
  const canaryIsReady = store
    .by(podsByController, handlers.metadata.uid)
    .some((pod) => versionOfImage(pod.spec.containers[0]?.image ?? "") === target && podIsReady(pod));
  if (canaryIsReady) setMaxUnavailable(store, handlers, "10%");
}

/** All are rolled out: the next time begins with one again. */
export function resetPace(store: Store, handlers: DaemonSet): void {
  setMaxUnavailable(store, handlers, 1);
}

function setMaxUnavailable(store: Store, handlers: DaemonSet, maxUnavailable: IntOrPercent): void {
  const updateStrategy = { type: "RollingUpdate", rollingUpdate: { maxUnavailable } };
  store.update(daemonSetKind, { ...handlers, spec: { ...handlers.spec, updateStrategy } });
}
