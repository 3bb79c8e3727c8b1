import { kindNamed } from "../kinds.ts";
import type { KubeObject } from "../object.ts";
import type { Index } from "../object-index.ts";
import type { Affinity } from "./affinity.ts";
import type { Toleration } from "./taint.ts";
import type { Condition } from "./conditions.ts";

export interface VirtualMachineInstanceSpec {
  readonly domain: {
    readonly cpu?: {
      readonly cores?: number;
      readonly sockets?: number;
      readonly threads?: number;
      readonly [field: string]: unknown;
    };
    readonly memory?: { readonly guest?: string; readonly [field: string]: unknown };
    readonly machine?: { readonly type: string };
    readonly resources?: {
      readonly requests?: Readonly<Record<string, string>>;
      readonly limits?: Readonly<Record<string, string>>;
    };
    readonly devices: {
      readonly disks?: readonly { readonly name: string; readonly [field: string]: unknown }[];
      readonly interfaces?: readonly { readonly name: string; readonly [field: string]: unknown }[];
      readonly [field: string]: unknown;
    };
    readonly [field: string]: unknown;
  };
  readonly networks?: readonly { readonly name: string; readonly [field: string]: unknown }[];
  readonly volumes?: readonly Volume[];
  readonly nodeSelector?: Readonly<Record<string, string>>;
  readonly affinity?: Affinity;
  readonly tolerations?: readonly Toleration[];
  readonly terminationGracePeriodSeconds?: number;
  readonly evictionStrategy?: string;
  readonly startStrategy?: string;
  readonly [field: string]: unknown;
}

/** A volume of a VMI: its name, and one field that says where it comes from. */
export interface Volume {
  readonly name: string;
  readonly dataVolume?: { readonly name: string };
  readonly persistentVolumeClaim?: { readonly claimName: string };
  readonly [field: string]: unknown;
}

export interface StateChangeRequest {
  readonly action: "Start" | "Stop";
  /** Stop: the VMI that is meant. */
  readonly uid?: string;
}

export interface VirtualMachine extends KubeObject {
  readonly spec: {
    readonly runStrategy?: string;
    /** The older way to say Always (true) or Halted (false). */
    readonly running?: boolean;
    readonly template: {
      readonly metadata?: {
        readonly labels?: Readonly<Record<string, string>>;
        readonly annotations?: Readonly<Record<string, string>>;
      };
      readonly spec: VirtualMachineInstanceSpec;
    };
    readonly [field: string]: unknown;
  };
  readonly status?: {
    readonly created?: boolean;
    readonly ready?: boolean;
    readonly printableStatus?: string;
    readonly runStrategy?: string;
    readonly conditions?: readonly Condition[];
    readonly stateChangeRequests?: readonly StateChangeRequest[];
    readonly startFailure?: StartFailure;
    readonly desiredGeneration?: number;
    readonly observedGeneration?: number;
    readonly [field: string]: unknown;
  };
}

/** How often in a row a VM's guest has failed, and when it may be tried again. */
export interface StartFailure {
  readonly consecutiveFailCount: number;
  readonly lastFailedVMIUID: string;
  readonly retryAfterTimestamp: string;
}

export type InstancePhase = "" | "Pending" | "Scheduling" | "Scheduled" | "Running" | "Succeeded" | "Failed";

/** What a VMI says of its latest live migration. */
export interface MigrationState {
  readonly migrationUid: string;
  readonly sourceNode: string;
  readonly sourcePod: string;
  readonly targetNode: string;
  readonly targetPod: string;
  readonly targetNodeAddress?: string;
  readonly targetDirectMigrationNodePorts?: Readonly<Record<string, number>>;
  readonly targetNodeDomainDetected?: boolean;
  readonly targetNodeDomainReadyTimestamp?: string;
  readonly startTimestamp?: string;
  readonly endTimestamp?: string;
  readonly completed?: boolean;
  readonly failed?: boolean;
  readonly failureReason?: string;
  readonly abortRequested?: boolean;
  readonly abortStatus?: string;
  readonly mode?: string;
  readonly [field: string]: unknown;
}

export interface VirtualMachineInstance extends KubeObject {
  readonly spec: VirtualMachineInstanceSpec;
  readonly status: {
    readonly phase?: InstancePhase;
    readonly reason?: string;
    readonly nodeName?: string;
    readonly activePods?: Readonly<Record<string, string>>;
    readonly conditions?: readonly Condition[];
    readonly interfaces?: readonly InterfaceStatus[];
    readonly guestOSInfo?: object;
    readonly launcherContainerImageVersion?: string;
    readonly migrationState?: MigrationState;
    /** The node this VMI is to leave: set when its pod's eviction is asked for. */
    readonly evacuationNodeName?: string;
    readonly phaseTransitionTimestamps?: readonly PhaseTransition[];
    readonly [field: string]: unknown;
  };
}

export interface PhaseTransition {
  readonly phase: string;
  readonly phaseTransitionTimestamp: string;
}

export interface InterfaceStatus {
  readonly name?: string;
  readonly ipAddress?: string;
  readonly ipAddresses?: readonly string[];
  readonly [field: string]: unknown;
}

export const virtualMachineKind = kindNamed<VirtualMachine>("virtualmachines", "kubevirt.io");
export const virtualMachineInstanceKind = kindNamed<VirtualMachineInstance>(
  "virtualmachineinstances",
  "kubevirt.io",
);

/** VMIs by the node they run on. */
export const instancesByNode: Index<VirtualMachineInstance> = {
  kind: virtualMachineInstanceKind,
  keysOf: ({ status: { nodeName } }) => (nodeName === undefined ? [] : [nodeName]),
};

/** The label by which a virt-handler finds the VMIs of its node. */
export const nodeNameLabel = "kubevirt.io/nodeName";
/** The label by which the virt-handler of a migration's target finds the VMI. */
export const migrationTargetLabel = "kubevirt.io/migrationTargetNodeName";
/** The label of a VMI whose launcher is of another release than the cluster's. */
export const outdatedLauncherLabel = "kubevirt.io/outdatedLauncherImage";

/** Our own setting on a VM or VMI: what its guest does, as JSON of a Workload. An annotation, never a label. */
export const workloadAnnotation = "sim.kubevirt-metrics/workload";
/** What befell the filesystems of a VM: its Fillings, as JSON. They are on its disks, so they stay as long as it does. */
export const fillingsAnnotation = "sim.kubevirt-metrics/fillings";
export const guestAgentAnnotation = "sim.kubevirt-metrics/guest-agent";

export const finalPhases: ReadonlySet<string | undefined> = new Set(["Succeeded", "Failed"]);

export function isFinal(vmi: VirtualMachineInstance): boolean {
  return finalPhases.has(vmi.status.phase);
}

/** Whether a live migration of the VMI is under way: handed over to the virt-handlers and not ended yet. */
export function isMigrating({ status: { migrationState } }: VirtualMachineInstance): boolean {
  return migrationState !== undefined && migrationState.completed !== true;
}

/** Whether the VM is meant to have a running instance; a Manual one only does as it is asked. */
export function runStrategyOf(vm: VirtualMachine): string {
  return vm.spec.runStrategy ?? (vm.spec.running === true ? "Always" : "Halted");
}

/** The PersistentVolumeClaim behind a volume; a DataVolume's has its name. */
export function claimOf(volume: Volume | undefined): string | undefined {
  return volume?.dataVolume?.name ?? volume?.persistentVolumeClaim?.claimName;
}
