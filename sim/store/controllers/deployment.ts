import { timestampAt } from "../../clock/clock.ts";
import { nameSuffix } from "../../model/random.ts";
import { controlledBy, controllerOf, keyOf } from "../object.ts";
import {
  deploymentKind,
  replicaSetKind,
  replicaSetsByController,
  templateHashLabel,
  type Deployment,
  type ReplicaSet,
} from "../objects/workloads.ts";
import type { ControllerContext } from "./context.ts";
import { deploymentStatus } from "./deployment-status.ts";
import { recordEvent } from "./event-recorder.ts";
import { rollingSizes } from "./rolling-update.ts";
import { WorkQueue } from "./work-queue.ts";

const component = "deployment-controller";
const revisionAnnotation = "deployment.kubernetes.io/revision";
const defaultHistoryLimit = 10;

/** Keeps a ReplicaSet for the present template of each Deployment, and moves its pods over when that changes. */
export function startDeploymentController(context: ControllerContext): void {
  const { store } = context;
  const queue = new WorkQueue(context.clock, (key) => reconcile(context, key));
  store.watch(deploymentKind, ({ object }) => queue.add(keyOf(object.metadata)));
  store.watch(replicaSetKind, ({ object }) => {
    const owner = controllerOf(object);
    if (owner?.kind === "Deployment") {
      queue.add(keyOf({ namespace: object.metadata.namespace, name: owner.name }));
    }
  });
  for (const deployment of store.list(deploymentKind)) queue.add(keyOf(deployment.metadata));
}

function reconcile(context: ControllerContext, key: string): void {
  const [namespace = "", name = ""] = key.split("/");
  const { store, clock } = context;
  const deployment = store.get(deploymentKind, namespace, name);
  if (deployment === undefined || deployment.metadata.deletionTimestamp !== undefined) return;
  const all = store.by(replicaSetsByController, deployment.metadata.uid);
  const current = currentOf(context, deployment, all);
  const old = all.filter(({ metadata }) => metadata.uid !== current.metadata.uid);
  resize(context, deployment, current, old);
  forgetHistory(context, deployment, old);
  const present = store.by(replicaSetsByController, deployment.metadata.uid);
  const now = timestampAt(clock, clock.now());
  store.update(deploymentKind, {
    ...withRevision(deployment, revisionOf(current)),
    status: deploymentStatus(deployment, current.metadata.name, present, now),
  });
}

/** The ReplicaSet of the present template; an old one whose template is wanted again is taken up again. */
function currentOf(
  context: ControllerContext,
  deployment: Deployment,
  all: readonly ReplicaSet[],
): ReplicaSet {
  const { name } = deployment.metadata;
  const { template } = deployment.spec;
  const hash = nameSuffix(10, context.seed, "pod-template-hash", name, JSON.stringify(template));
  const present = all.find(({ metadata }) => metadata.name === `${name}-${hash}`);
  const newest = Math.max(0, ...all.map(revisionOf));
  if (present === undefined) return create(context, deployment, hash, newest + 1);
  if (revisionOf(present) === newest) return present;
  return context.store.update(replicaSetKind, withRevision(present, newest + 1));
}

function create(
  { store }: ControllerContext,
  deployment: Deployment,
  hash: string,
  revision: number,
): ReplicaSet {
  const { name, namespace = "" } = deployment.metadata;
  const { template, selector } = deployment.spec;
  const labels = { ...template.metadata.labels, [templateHashLabel]: hash };
  return store.create(replicaSetKind, {
    apiVersion: "apps/v1",
    kind: "ReplicaSet",
    metadata: {
      name: `${name}-${hash}`,
      namespace,
      labels,
      annotations: { [revisionAnnotation]: String(revision) },
      ownerReferences: [controlledBy(deployment)],
    },
    spec: {
      replicas: 0,
      selector: { matchLabels: { ...selector.matchLabels, [templateHashLabel]: hash } },
      template: { ...template, metadata: { ...template.metadata, labels } },
    },
    status: { replicas: 0 },
  });
}

function resize(
  context: ControllerContext,
  deployment: Deployment,
  current: ReplicaSet,
  old: readonly ReplicaSet[],
): void {
  if (deployment.spec.paused === true) return;
  const sizes = rollingSizes(deployment, current, old);
  for (const replicaSet of [current, ...old]) {
    const { name, uid } = replicaSet.metadata;
    const replicas = sizes.get(uid) ?? replicaSet.spec.replicas;
    const before = replicaSet.spec.replicas;
    if (replicas === before) continue;
    context.store.modify<ReplicaSet>(replicaSetKind, replicaSet, (present) => ({
      ...present,
      spec: { ...present.spec, replicas },
    }));
    const message = `Scaled ${replicas > before ? "up" : "down"} replica set ${name} from ${before} to ${replicas}`;
    recordEvent(context, deployment, { reason: "ScalingReplicaSet", message, component });
  }
}

/** Old empty ReplicaSets are kept to roll back to, but not all of them. */
function forgetHistory(
  { store }: ControllerContext,
  deployment: Deployment,
  old: readonly ReplicaSet[],
): void {
  const limit = deployment.spec.revisionHistoryLimit ?? defaultHistoryLimit;
  const empty = old
    .filter(({ spec, status }) => spec.replicas === 0 && status.replicas === 0)
    .sort((a, b) => revisionOf(a) - revisionOf(b));
  for (const { metadata } of empty.slice(0, Math.max(0, empty.length - limit))) {
    store.delete(replicaSetKind, metadata.namespace, metadata.name);
  }
}

function revisionOf({ metadata }: ReplicaSet): number {
  return Number(metadata.annotations?.[revisionAnnotation] ?? 0);
}

function withRevision<T extends Deployment | ReplicaSet>(object: T, revision: number): T {
  const annotations = { ...object.metadata.annotations, [revisionAnnotation]: String(revision) };
  return { ...object, metadata: { ...object.metadata, annotations } };
}
