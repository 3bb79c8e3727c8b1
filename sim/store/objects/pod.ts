import { companionKinds, programKinds, type ProgramKind } from "../../model/components.ts";
import { kindNamed } from "../kinds.ts";
import { controllerOf, type KubeObject } from "../object.ts";
import type { Index } from "../object-index.ts";
import type { Affinity } from "./affinity.ts";
import type { Toleration } from "./taint.ts";
import { conditionIsTrue, type Condition } from "./conditions.ts";

export interface ContainerPort {
  readonly name: string;
  readonly containerPort: number;
  readonly protocol: "TCP";
}

export interface Container {
  readonly name: string;
  readonly image: string;
  readonly command?: readonly string[];
  readonly args?: readonly string[];
  readonly ports?: readonly ContainerPort[];
  readonly readinessProbe?: { readonly failureThreshold?: number };
  readonly resources?: {
    readonly limits?: Readonly<Record<string, string>>;
    readonly requests?: Readonly<Record<string, string>>;
  };
  readonly [field: string]: unknown;
}

export interface PodSpec {
  readonly containers: readonly Container[];
  readonly nodeName?: string;
  readonly nodeSelector?: Readonly<Record<string, string>>;
  readonly affinity?: Affinity;
  readonly tolerations?: readonly Toleration[];
  readonly serviceAccountName?: string;
  readonly restartPolicy?: string;
  readonly schedulerName?: string;
  readonly terminationGracePeriodSeconds?: number;
  readonly [field: string]: unknown;
}

export interface ContainerStatus {
  readonly name: string;
  readonly image: string;
  readonly imageID: string;
  readonly containerID?: string;
  readonly ready: boolean;
  readonly started: boolean;
  readonly restartCount: number;
  readonly state: ContainerState;
  readonly lastState: ContainerState;
}

export interface ContainerState {
  readonly waiting?: { readonly reason: string; readonly message?: string };
  readonly running?: { readonly startedAt: string };
  readonly terminated?: {
    readonly exitCode: number;
    readonly signal?: number;
    readonly reason: string;
    readonly startedAt: string;
    readonly finishedAt: string;
    readonly containerID?: string;
  };
}

export type PodPhase = "Pending" | "Running" | "Succeeded" | "Failed";

export interface PodStatus {
  readonly phase: PodPhase;
  readonly conditions: readonly Condition[];
  readonly hostIP?: string;
  readonly hostIPs?: readonly { readonly ip: string }[];
  readonly podIP?: string;
  readonly podIPs?: readonly { readonly ip: string }[];
  readonly startTime?: string;
  readonly containerStatuses?: readonly ContainerStatus[];
  readonly qosClass: string;
  readonly [field: string]: unknown;
}

export interface Pod extends KubeObject {
  readonly spec: PodSpec;
  readonly status: PodStatus;
}

export const podKind = kindNamed<Pod>("pods");

/** The label by which a program that is not KubeVirt's is known. */
export const nameLabel = "app.kubernetes.io/name";

/** Pods by the uid of the object that controls them. */
export const podsByController: Index<Pod> = {
  kind: podKind,
  keysOf: (pod) => {
    const owner = controllerOf(pod);
    return owner === undefined ? [] : [owner.uid];
  },
};

interface Labelled {
  readonly metadata: { readonly labels?: Readonly<Record<string, string>> };
}

/** What a pod says it is: the value of KubeVirt's own label, or what the usual one says of a companion. */
function componentLabelOf({ metadata: { labels } }: Labelled): string | undefined {
  return labels?.["kubevirt.io"] ?? companionKinds.find((kind) => kind === labels?.[nameLabel]);
}

/** The component whose pod this is; undefined for launchers and everything else. */
export function componentOf(pod: Labelled): ProgramKind | undefined {
  const label = componentLabelOf(pod);
  return programKinds.find((kind) => kind === label);
}

/** Pods by what they say they are: the components of KubeVirt, `virt-launcher`, `kube-state-metrics`. */
export const podsByComponent: Index<Pod> = {
  kind: podKind,
  keysOf: (pod) => {
    const component = componentLabelOf(pod);
    return component === undefined ? [] : [component];
  },
};

/** Pods by the node they are bound to. */
export const podsByNode: Index<Pod> = {
  kind: podKind,
  keysOf: ({ spec: { nodeName } }) => (nodeName === undefined ? [] : [nodeName]),
};

export const pendingStatus: PodStatus = { phase: "Pending", conditions: [], qosClass: "Burstable" };

export function podIsReady(pod: Pod): boolean {
  return conditionIsTrue(pod.status.conditions, "Ready");
}

export function podIsFinished(pod: Pod): boolean {
  return pod.status.phase === "Succeeded" || pod.status.phase === "Failed";
}

/** The number of the container port with this name, from any container. */
export function containerPortNamed(pod: Pod, name: string): number | undefined {
  return pod.spec.containers.flatMap((container) => container.ports ?? []).find((port) => port.name === name)
    ?.containerPort;
}
