import { kindNamed } from "../kinds.ts";
import type { KubeObject } from "../object.ts";
import type { Condition } from "./conditions.ts";

export interface VirtualMachineInstanceSpec {
  readonly domain: {
    readonly cpu?: { readonly cores?: number; readonly sockets?: number; readonly threads?: number };
    readonly memory?: { readonly guest?: string };
    readonly machine?: { readonly type: string };
    readonly resources?: {
      readonly requests?: Readonly<Record<string, string>>;
      readonly limits?: Readonly<Record<string, string>>;
    };
    readonly devices: {
      readonly disks?: readonly { readonly name: string; readonly [field: string]: unknown }[];
      readonly interfaces?: readonly { readonly name: string; readonly [field: string]: unknown }[];
    };
    readonly [field: string]: unknown;
  };
  readonly networks?: readonly { readonly name: string; readonly [field: string]: unknown }[];
  readonly volumes?: readonly { readonly name: string; readonly [field: string]: unknown }[];
  readonly nodeSelector?: Readonly<Record<string, string>>;
  readonly terminationGracePeriodSeconds?: number;
  readonly evictionStrategy?: string;
  readonly [field: string]: unknown;
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
    readonly stateChangeRequests?: readonly { readonly action: "Start" | "Stop"; readonly uid?: string }[];
    readonly [field: string]: unknown;
  };
}

export type InstancePhase = "" | "Pending" | "Scheduling" | "Scheduled" | "Running" | "Succeeded" | "Failed";

export interface VirtualMachineInstance extends KubeObject {
  readonly spec: VirtualMachineInstanceSpec;
  readonly status: {
    readonly phase?: InstancePhase;
    readonly nodeName?: string;
    readonly activePods?: Readonly<Record<string, string>>;
    readonly conditions?: readonly Condition[];
    readonly interfaces?: readonly object[];
    readonly guestOSInfo?: object;
    readonly phaseTransitionTimestamps?: readonly {
      readonly phase: string;
      readonly phaseTransitionTimestamp: string;
    }[];
    readonly [field: string]: unknown;
  };
}

export const virtualMachineKind = kindNamed<VirtualMachine>("virtualmachines", "kubevirt.io");
export const virtualMachineInstanceKind = kindNamed<VirtualMachineInstance>(
  "virtualmachineinstances",
  "kubevirt.io",
);

/** The label by which a virt-handler finds the VMIs of its node. */
export const nodeNameLabel = "kubevirt.io/nodeName";

/** Our own setting on a VM or VMI: what its guest does, as JSON of a Workload. An annotation, never a label. */
export const workloadAnnotation = "sim.kubevirt-metrics/workload";
export const guestAgentAnnotation = "sim.kubevirt-metrics/guest-agent";
export const diskCapacityAnnotation = "sim.kubevirt-metrics/disk-capacity";

/** Whether the VM is meant to have a running instance; a Manual one only does as it is asked. */
export function runStrategyOf(vm: VirtualMachine): string {
  return vm.spec.runStrategy ?? (vm.spec.running === true ? "Always" : "Halted");
}
