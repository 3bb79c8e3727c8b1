import { kindNamed } from "../kinds.ts";
import { controllerOf, type KubeObject } from "../object.ts";
import type { Index } from "../object-index.ts";
import type { Condition } from "./conditions.ts";
import type { PodSpec } from "./pod.ts";

/** The pods a Deployment, ReplicaSet or DaemonSet makes. */
export interface PodTemplate {
  readonly metadata: {
    readonly labels: Readonly<Record<string, string>>;
    readonly annotations?: Readonly<Record<string, string>>;
  };
  readonly spec: PodSpec;
}

interface WorkloadSpec {
  readonly selector: { readonly matchLabels: Readonly<Record<string, string>> };
  readonly template: PodTemplate;
  readonly revisionHistoryLimit?: number;
  readonly [field: string]: unknown;
}

/** A number of pods, or a percentage of those wanted (`"25%"`). */
export type IntOrPercent = number | string;

export interface Deployment extends KubeObject {
  readonly spec: WorkloadSpec & {
    readonly replicas: number;
    readonly paused?: boolean;
    readonly strategy?: {
      readonly type: string;
      readonly rollingUpdate?: { readonly maxSurge?: IntOrPercent; readonly maxUnavailable?: IntOrPercent };
    };
  };
  readonly status: {
    readonly observedGeneration?: number;
    readonly replicas?: number;
    readonly updatedReplicas?: number;
    readonly readyReplicas?: number;
    readonly availableReplicas?: number;
    readonly unavailableReplicas?: number;
    readonly conditions?: readonly Condition[];
  };
}

export interface ReplicaSet extends KubeObject {
  readonly spec: WorkloadSpec & { readonly replicas: number };
  readonly status: {
    readonly replicas: number;
    readonly fullyLabeledReplicas?: number;
    readonly readyReplicas?: number;
    readonly availableReplicas?: number;
    readonly observedGeneration?: number;
  };
}

export interface DaemonSet extends KubeObject {
  readonly spec: WorkloadSpec & {
    readonly updateStrategy?: {
      readonly type: string;
      readonly rollingUpdate?: { readonly maxUnavailable?: IntOrPercent };
    };
  };
  readonly status: {
    readonly currentNumberScheduled: number;
    readonly desiredNumberScheduled: number;
    readonly numberMisscheduled: number;
    readonly numberReady: number;
    readonly numberAvailable?: number;
    readonly numberUnavailable?: number;
    readonly updatedNumberScheduled?: number;
    readonly observedGeneration?: number;
  };
}

/** A template, or a VirtualMachine's spec, as it once was. */
export interface ControllerRevision extends KubeObject {
  readonly data: object;
  readonly revision: number;
}

export const deploymentKind = kindNamed<Deployment>("deployments", "apps");
export const replicaSetKind = kindNamed<ReplicaSet>("replicasets", "apps");
export const daemonSetKind = kindNamed<DaemonSet>("daemonsets", "apps");
export const controllerRevisionKind = kindNamed<ControllerRevision>("controllerrevisions", "apps");

/** ReplicaSets by the uid of the Deployment that controls them. */
export const replicaSetsByController: Index<ReplicaSet> = {
  kind: replicaSetKind,
  keysOf: (replicaSet) => {
    const owner = controllerOf(replicaSet);
    return owner === undefined ? [] : [owner.uid];
  },
};

/** ControllerRevisions by the uid of the object whose history they are. */
export const revisionsByController: Index<ControllerRevision> = {
  kind: controllerRevisionKind,
  keysOf: (revision) => {
    const owner = controllerOf(revision);
    return owner === undefined ? [] : [owner.uid];
  },
};

/** The label with the hash of the template a Deployment's pod was made from. */
export const templateHashLabel = "pod-template-hash";
/** The same for a DaemonSet's pod: the end of the name of its ControllerRevision. */
export const revisionHashLabel = "controller-revision-hash";
export const templateGenerationLabel = "pod-template-generation";

/** `25%` of `total`, or the plain number. A surge is rounded up, what may be missing is rounded down. */
export function resolveIntOrPercent(
  value: IntOrPercent | undefined,
  fallback: IntOrPercent,
  total: number,
  round: "up" | "down",
): number {
  const given = value ?? fallback;
  if (typeof given === "number") return given;
  const exact = (Number.parseFloat(given) / 100) * total;
  return round === "up" ? Math.ceil(exact) : Math.floor(exact);
}
