import { withCondition, type Condition } from "../objects/conditions.ts";
import { resolveIntOrPercent, type Deployment, type ReplicaSet } from "../objects/workloads.ts";

/** What the Deployment controller reports of a Deployment, from its ReplicaSets, at the time `now` (RFC 3339). */
export function deploymentStatus(
  deployment: Deployment,
  currentName: string,
  replicaSets: readonly ReplicaSet[],
  now: string,
): Deployment["status"] {
  const sum = (count: (replicaSet: ReplicaSet) => number | undefined) =>
    replicaSets.reduce((total, replicaSet) => total + (count(replicaSet) ?? 0), 0);
  const current = replicaSets.find(({ metadata }) => metadata.name === currentName);
  const replicas = sum(({ status }) => status.replicas);
  const ready = sum(({ status }) => status.readyReplicas);
  const updated = current?.status.replicas ?? 0;
  const unavailable = Math.max(0, sum(({ spec }) => spec.replicas) - ready);
  const complete = updated === deployment.spec.replicas && replicas === updated && ready === updated;
  const conditions = [availability(deployment, ready), progress(currentName, complete)];
  return {
    observedGeneration: deployment.metadata.generation ?? 1,
    ...(replicas === 0 ? {} : { replicas }),
    ...(updated === 0 ? {} : { updatedReplicas: updated }),
    ...(ready === 0 ? {} : { readyReplicas: ready, availableReplicas: ready }),
    ...(unavailable > 0 ? { unavailableReplicas: unavailable } : {}),
    conditions: conditions.reduce<readonly Condition[]>(
      (all, condition) => withCondition(all, stamped(all, condition, now)),
      deployment.status.conditions ?? [],
    ),
  };
}

type Plain = Pick<Condition, "type" | "status" | "reason" | "message">;

function availability({ spec }: Deployment, ready: number): Plain {
  const maxUnavailable = resolveIntOrPercent(
    spec.strategy?.rollingUpdate?.maxUnavailable,
    "25%",
    spec.replicas,
    "down",
  );
  return ready >= spec.replicas - maxUnavailable
    ? {
        type: "Available",
        status: "True",
        reason: "MinimumReplicasAvailable",
        message: "Deployment has minimum availability.",
      }
    : {
        type: "Available",
        status: "False",
        reason: "MinimumReplicasUnavailable",
        message: "Deployment does not have minimum availability.",
      };
}

function progress(name: string, complete: boolean): Plain {
  return complete
    ? {
        type: "Progressing",
        status: "True",
        reason: "NewReplicaSetAvailable",
        message: `ReplicaSet "${name}" has successfully progressed.`,
      }
    : {
        type: "Progressing",
        status: "True",
        reason: "ReplicaSetUpdated",
        message: `ReplicaSet "${name}" is progressing.`,
      };
}

/** The update time moves when what is said changes, the transition time only with the status. */
function stamped(all: readonly Condition[], condition: Plain, now: string): Condition {
  const present = all.find(({ type }) => type === condition.type);
  const same = present?.status === condition.status && present.reason === condition.reason;
  const lastUpdateTime = same ? present.lastUpdateTime : now;
  return {
    ...condition,
    ...(lastUpdateTime === undefined ? {} : { lastUpdateTime }),
    lastTransitionTime: now,
  };
}
