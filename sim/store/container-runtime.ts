import type { Address } from "../model/addresses.ts";
import type { KubeVirtVersion, ProgramKind } from "../model/components.ts";

/** The container of a system component's pod that is to run: one per component process. */
export interface ComponentContainer<Kind extends ProgramKind = ProgramKind> {
  readonly podUid: string;
  readonly podName: string;
  readonly namespace: string;
  readonly component: Kind;
  /** The release its image is of; absent for an image that is none of KubeVirt's. */
  readonly version?: KubeVirtVersion;
  readonly nodeName: string;
  /** Where it serves /metrics. */
  readonly address: Address;
  /** The front listener through which it reaches the apiserver. */
  readonly front: Address;
  /** 0 for the pod's first container, one more for each restart. */
  readonly restartCount: number;
}

/** A VMI by namespace and name. */
export interface InstanceName {
  readonly namespace: string;
  readonly name: string;
}

/** A VMI that a virt-handler is to write; the ticket comes back when it has. */
export interface InstanceWrite extends InstanceName {
  readonly ticket: number;
}

/** What a runtime tells; `problem` is what is wrong with a container, absent when it is fit to be sent requests. */
export type ContainerEvent =
  | { readonly type: "started" | "ready"; readonly podUid: string; readonly pid?: number }
  /** The readiness probe was answered, or was not in time. */
  | { readonly type: "probed"; readonly podUid: string; readonly problem?: string }
  /** What a virt-handler was asked to write is written. */
  | { readonly type: "wrote"; readonly podUid: string; readonly ticket: number }
  | { readonly type: "exited"; readonly podUid: string; readonly exitCode: number; readonly signal?: string };

/**
 * What the kubelet controller drives: it asks, the runtime answers with events. Live it is the supervisor
 * with a process each, on a manual clock an object each. Launcher pods have no container here: what they
 * run is a Domain.
 */
export interface ContainerRuntime {
  start(container: ComponentContainer): void;
  /** SIGTERM, then SIGKILL after `graceSeconds`; 0 kills at once. */
  kill(podUid: string, graceSeconds: number): void;
  /** Has the virt-handler in this pod write a VMI at the apiserver; does nothing if none runs there. */
  write(podUid: string, write: InstanceWrite): void;
  onEvent(listener: (event: ContainerEvent) => void): void;
}
