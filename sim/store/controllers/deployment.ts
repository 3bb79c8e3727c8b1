import { nameSuffix } from "../../model/random.ts";
import { controlledBy, controllerOf, keyOf } from "../object.ts";
import { deploymentKind, replicaSetKind, type Deployment, type ReplicaSet } from "../objects/workloads.ts";
import type { ControllerContext } from "./context.ts";
import { WorkQueue } from "./work-queue.ts";

/** Keeps one ReplicaSet per Deployment and sums up its status. */
export function startDeploymentController(context: ControllerContext): void {
  const { store } = context;
  const queue = new WorkQueue(context.clock, (key) => reconcile(context, key));
  store.subscribe(({ kind, object }) => {
    if (kind === deploymentKind) queue.add(keyOf(object.metadata));
    const owner = controllerOf(object);
    if (kind === replicaSetKind && owner?.kind === "Deployment") {
      queue.add(keyOf({ namespace: object.metadata.namespace, name: owner.name }));
    }
  });
  for (const deployment of store.list(deploymentKind)) queue.add(keyOf(deployment.metadata));
}

function reconcile(context: ControllerContext, key: string): void {
  const [namespace = "", name = ""] = key.split("/");
  const deployment = context.store.get(deploymentKind, namespace, name);
  if (deployment === undefined || deployment.metadata.deletionTimestamp !== undefined) return;
  const replicaSet = replicaSetOf(context, deployment);
  context.store.update(deploymentKind, { ...deployment, status: statusOf(deployment, replicaSet) });
}

function replicaSetOf({ store, seed }: ControllerContext, deployment: Deployment): ReplicaSet {
  const { name, namespace = "" } = deployment.metadata;
  const hash = nameSuffix(10, seed, "pod-template-hash", name, JSON.stringify(deployment.spec.template));
  const present = store.get(replicaSetKind, namespace, `${name}-${hash}`);
  if (present !== undefined) {
    return store.update(replicaSetKind, {
      ...present,
      spec: { ...present.spec, replicas: deployment.spec.replicas },
    });
  }
  const hashLabel = { "pod-template-hash": hash };
  const template = deployment.spec.template;
  return store.create(replicaSetKind, {
    apiVersion: "apps/v1",
    kind: "ReplicaSet",
    metadata: {
      name: `${name}-${hash}`,
      namespace,
      labels: { ...template.metadata.labels, ...hashLabel },
      ownerReferences: [controlledBy(deployment)],
    },
    spec: {
      replicas: deployment.spec.replicas,
      selector: { matchLabels: { ...deployment.spec.selector.matchLabels, ...hashLabel } },
      template: {
        ...template,
        metadata: { ...template.metadata, labels: { ...template.metadata.labels, ...hashLabel } },
      },
    },
    status: { replicas: 0 },
  });
}

function statusOf(deployment: Deployment, replicaSet: ReplicaSet): Deployment["status"] {
  const ready = replicaSet.status.readyReplicas ?? 0;
  const unavailable = deployment.spec.replicas - ready;
  return {
    observedGeneration: deployment.metadata.generation ?? 1,
    replicas: replicaSet.status.replicas,
    updatedReplicas: replicaSet.status.replicas,
    ...(ready === 0 ? {} : { readyReplicas: ready, availableReplicas: ready }),
    ...(unavailable > 0 ? { unavailableReplicas: unavailable } : {}),
  };
}
