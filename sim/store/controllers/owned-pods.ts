import { controlledBy, type Draft, type KubeObject } from "../object.ts";
import { pendingStatus, podIsFinished, podsByController, type Pod } from "../objects/pod.ts";
import type { PodTemplate } from "../objects/workloads.ts";
import { daemonTolerations, defaultTolerations } from "../objects/taint.ts";
import type { Store } from "../store.ts";
import type { ControllerContext } from "./context.ts";
import { recordEvent } from "./event-recorder.ts";

/** The pods that `owner` controls and that count: not finished, not on their way out. */
export function activePodsOf(store: Store, owner: KubeObject): Pod[] {
  return store.by(podsByController, owner.metadata.uid).filter(isActive);
}

export function isActive(pod: Pod): boolean {
  return pod.metadata.deletionTimestamp === undefined && !podIsFinished(pod);
}

/** A new pod of `owner`, made from its template; with a node, a DaemonSet's. */
export function podFromTemplate(
  owner: KubeObject,
  template: PodTemplate,
  name: string,
  more: { labels?: Readonly<Record<string, string>>; nodeName?: string } = {},
): Draft<Pod> {
  const own = template.spec.tolerations ?? [];
  const daemon = more.nodeName !== undefined;
  return {
    apiVersion: "v1",
    kind: "Pod",
    metadata: {
      name,
      generateName: `${owner.metadata.name}-`,
      namespace: owner.metadata.namespace ?? "",
      labels: { ...template.metadata.labels, ...more.labels },
      ...(template.metadata.annotations === undefined ? {} : { annotations: template.metadata.annotations }),
      ownerReferences: [controlledBy(owner)],
    },
    spec: {
      ...template.spec,
      tolerations: [...own, ...(daemon ? daemonTolerations : defaultTolerations)],
      ...(more.nodeName === undefined ? {} : { nodeName: more.nodeName }),
    },
    status: pendingStatus,
  };
}

/** Deletes a pod as its owner does, with the time it asks for to end, and says so on the owner. */
export function deleteOwnedPod(
  context: ControllerContext,
  owner: KubeObject,
  { metadata, spec }: Pod,
  component: string,
): void {
  const { namespace, name } = metadata;
  recordEvent(context, owner, {
    reason: "SuccessfulDelete",
    message: `Deleted pod: ${name}`,
    component,
  });
  context.store.delete(podsByController.kind, namespace, name, spec.terminationGracePeriodSeconds ?? 30);
}
