import { kindNamed } from "../kinds.ts";
import type { KubeObject } from "../object.ts";
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
  readonly [field: string]: unknown;
}

export interface Deployment extends KubeObject {
  readonly spec: WorkloadSpec & { readonly replicas: number };
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
  readonly spec: WorkloadSpec;
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

export const deploymentKind = kindNamed<Deployment>("deployments", "apps");
export const replicaSetKind = kindNamed<ReplicaSet>("replicasets", "apps");
export const daemonSetKind = kindNamed<DaemonSet>("daemonsets", "apps");
