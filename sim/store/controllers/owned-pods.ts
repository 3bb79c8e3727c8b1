import { controlledBy, controllerOf, type Draft, type KubeObject } from "../object.ts";
import { pendingStatus, podIsFinished, podKind, type Pod } from "../objects/pod.ts";
import type { PodTemplate } from "../objects/workloads.ts";
import type { Store } from "../store.ts";

/** The pods that `owner` controls and that count: not finished, not on their way out. */
export function activePodsOf(store: Store, owner: KubeObject): Pod[] {
  return store
    .list(podKind, owner.metadata.namespace)
    .filter(
      (pod) =>
        controllerOf(pod)?.uid === owner.metadata.uid &&
        pod.metadata.deletionTimestamp === undefined &&
        !podIsFinished(pod),
    );
}

/** A new pod of `owner`, made from its template. */
export function podFromTemplate(
  owner: KubeObject,
  template: PodTemplate,
  name: string,
  more: { labels?: Readonly<Record<string, string>>; nodeName?: string } = {},
): Draft<Pod> {
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
    spec: { ...template.spec, ...(more.nodeName === undefined ? {} : { nodeName: more.nodeName }) },
    status: pendingStatus,
  };
}
