import type { Draft } from "../object.ts";
import type { DaemonSet, Deployment, ReplicaSet } from "../objects/workloads.ts";
import { given } from "./given.ts";

/** A Deployment with the API server's defaults: one replica, a rolling update by quarters. */
export function admitDeployment(
  draft: Draft<Deployment>,
  previous: Deployment | undefined,
): Draft<Deployment> {
  const { spec } = draft;
  if (spec === previous?.spec) return draft;
  return {
    ...draft,
    spec: {
      progressDeadlineSeconds: 600,
      ...spec,
      replicas: given(spec.replicas) ?? 1,
      revisionHistoryLimit: spec.revisionHistoryLimit ?? 10,
      strategy: spec.strategy ?? {
        type: "RollingUpdate",
        rollingUpdate: { maxSurge: "25%", maxUnavailable: "25%" },
      },
    },
    status: given(draft.status) ?? {},
  };
}

export function admitReplicaSet(
  draft: Draft<ReplicaSet>,
  previous: ReplicaSet | undefined,
): Draft<ReplicaSet> {
  const { spec } = draft;
  if (spec === previous?.spec) return draft;
  return {
    ...draft,
    spec: { ...spec, replicas: given(spec.replicas) ?? 1 },
    status: given(draft.status) ?? { replicas: 0 },
  };
}

export function admitDaemonSet(draft: Draft<DaemonSet>, previous: DaemonSet | undefined): Draft<DaemonSet> {
  const { spec } = draft;
  if (spec === previous?.spec) return draft;
  return {
    ...draft,
    spec: {
      ...spec,
      revisionHistoryLimit: spec.revisionHistoryLimit ?? 10,
      updateStrategy: spec.updateStrategy ?? { type: "RollingUpdate", rollingUpdate: { maxUnavailable: 1 } },
    },
    status: given(draft.status) ?? {
      currentNumberScheduled: 0,
      desiredNumberScheduled: 0,
      numberMisscheduled: 0,
      numberReady: 0,
    },
  };
}
