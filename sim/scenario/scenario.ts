import type { Fault } from "../faults/fault.ts";
import type { ComponentKind, KubeVirtVersion } from "../model/components.ts";
import type { Workload } from "../model/workload.ts";

/** A scenario with everything expanded: defaults filled in, replicas named, times absolute, units plain. */
export interface Scenario {
  readonly name: string;
  readonly description: string;
  readonly seed: number;
  /** Undefined: the timeline has no end, the cluster stays as it is. */
  readonly durationSeconds: number | undefined;
  readonly kubevirt: {
    readonly version: KubeVirtVersion;
    /** Undefined: KubeVirt's default, the first of [openshift-monitoring, monitoring] with the account. */
    readonly monitorNamespace: string | undefined;
    readonly monitorAccount: string;
  };
  readonly prometheus: {
    readonly scrapeIntervalSeconds: number;
    readonly evaluationIntervalSeconds: number;
    /** Absolute paths or globs. */
    readonly ruleFiles: readonly string[];
  };
  readonly nodes: readonly NodeSpec[];
  readonly virtualMachines: readonly VirtualMachineSpec[];
  readonly timeline: readonly TimelineEvent[];
}

export interface NodeSpec {
  readonly name: string;
  readonly labels: Readonly<Record<string, string>>;
  readonly cpus: number;
  readonly memoryBytes: number;
}

export type RunStrategy = "Always" | "RerunOnFailure" | "Manual" | "Halted" | "Once";

export interface VirtualMachineSpec {
  readonly namespace: string;
  readonly name: string;
  readonly labels: Readonly<Record<string, string>>;
  readonly runStrategy: RunStrategy;
  readonly cpu: { readonly cores: number; readonly sockets: number; readonly threads: number };
  readonly memoryBytes: number;
  readonly disks: readonly { readonly name: string; readonly capacityBytes: number }[];
  readonly interfaces: readonly { readonly name: string }[];
  readonly guestAgent: boolean;
  readonly nodeSelector: Readonly<Record<string, string>>;
  readonly workload: Workload;
  /** How long it has been running at t = 0, in seconds. */
  readonly uptimeSeconds: number;
}

/** A VM by namespace and name. */
export interface VirtualMachineRef {
  readonly namespace: string;
  readonly name: string;
}

export type TimelineEvent = TimelineTime & (TimelineVerb | TimelineFault);

interface TimelineTime {
  /** Unique; given, or made from what it does and when. */
  readonly name: string;
  readonly atSeconds: number;
}

export interface TimelineFault {
  readonly fault: Fault;
  /** Undefined: until the end. */
  readonly forSeconds: number | undefined;
}

export type TimelineVerb =
  | { readonly create: VirtualMachineSpec }
  | { readonly start: VirtualMachineRef }
  | { readonly stop: VirtualMachineRef }
  | { readonly delete: VirtualMachineRef }
  | { readonly crash: CrashTarget };

/** The component pods whose process dies (SIGKILL): all that match. */
export interface CrashTarget {
  readonly component: ComponentKind;
  readonly node?: string;
}
