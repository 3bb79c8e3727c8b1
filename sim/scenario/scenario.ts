import type { Fault } from "../faults/fault.ts";
import type { ComponentKind, KubeVirtVersion, Platform, ProgramKind } from "../model/components.ts";
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
    /** Undefined: where the account is. */
    readonly serviceMonitorNamespace?: string;
    readonly monitorAccount: string;
    readonly platform: Platform;
  };
  readonly prometheus: {
    readonly scrapeIntervalSeconds: number;
    readonly evaluationIntervalSeconds: number;
    /** Absolute paths or globs. */
    readonly ruleFiles: readonly string[];
  };
  /** Whether kube-state-metrics runs beside KubeVirt, and is scraped too. */
  readonly kubeStateMetrics: boolean;
  readonly nodes: readonly NodeSpec[];
  readonly virtualMachines: readonly VirtualMachineSpec[];
  /** What is there at t = 0 as users wrote it, VMs and others; those have been running for `defaultUptimeSeconds`. */
  readonly manifests: readonly Manifest[];
  readonly timeline: readonly TimelineEvent[];
}

/** How long a VM has been running at t = 0 unless the scenario says. */
export const defaultUptimeSeconds = 3600;

export interface NodeSpec {
  readonly name: string;
  readonly labels: Readonly<Record<string, string>>;
  readonly cpus: number;
  readonly memoryBytes: number;
}

export type RunStrategy = "Always" | "RerunOnFailure" | "Manual" | "Halted" | "Once";

interface VirtualMachineDisk {
  readonly name: string;
  readonly capacityBytes: number;
  /** Absent: ReadWriteMany. */
  readonly accessMode?: AccessMode;
}

/** Whether several nodes can use a disk at once, which a live migration takes. */
export type AccessMode = "ReadWriteMany" | "ReadWriteOnce";

export interface VirtualMachineSpec {
  readonly namespace: string;
  readonly name: string;
  readonly labels: Readonly<Record<string, string>>;
  readonly runStrategy: RunStrategy;
  readonly cpu: { readonly cores: number; readonly sockets: number; readonly threads: number };
  readonly memoryBytes: number;
  readonly disks: readonly VirtualMachineDisk[];
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

/** What each verb is given: virtctl's and kubectl's words, and mishaps of machines. */
export interface VerbArguments {
  readonly create: VirtualMachineSpec;
  readonly apply: {
    /** Absolute paths of files with Kubernetes objects. */
    readonly manifests: readonly string[];
    /** What is in them, once the loader has read them. */
    readonly objects?: readonly Manifest[];
  };
  readonly delete: VirtualMachineRef;
  readonly start: VirtualMachineRef;
  readonly stop: VirtualMachineRef;
  readonly restart: VirtualMachineRef;
  readonly pause: VirtualMachineRef;
  readonly unpause: VirtualMachineRef;
  readonly migrate: VirtualMachineRef;
  readonly panic: VirtualMachineRef;
  readonly hang: GuestHang;
  readonly fill: FilesystemFill;
  readonly drain: NodeRef;
  readonly cordon: NodeRef;
  readonly uncordon: NodeRef;
  readonly addNode: NodeSpec;
  readonly removeNode: NodeRemoval;
  readonly scale: { readonly component: DeployedComponent; readonly replicas: number };
  readonly rollout: RolloutTarget;
  readonly crash: CrashTarget;
  readonly churn: Churn;
}
export type Verb = keyof VerbArguments;

/** What happens at a time: one verb with its arguments. */
export type TimelineVerb = { [Name in Verb]: { readonly [Only in Name]: VerbArguments[Only] } }[Verb];

/** A Kubernetes object as a user wrote it: only what makes it one is known of it. */
export interface Manifest {
  readonly apiVersion: string;
  readonly kind: string;
  readonly metadata: { readonly name: string; readonly namespace?: string };
  readonly [field: string]: unknown;
}

/** A guest whose hypervisor does not answer. */
export interface GuestHang extends VirtualMachineRef {
  /** Undefined: until the guest is gone. */
  readonly forSeconds: number | undefined;
}

/** A filesystem of a guest, and how full it becomes. */
export interface FilesystemFill {
  readonly vm: VirtualMachineRef;
  /** Absent: the system's. */
  readonly mountPoint?: string;
  /** From 0 to 1. */
  readonly share: number;
  readonly overSeconds: number;
}

export interface NodeRef {
  readonly node: string;
}

/** A machine whose power is cut. */
export interface NodeRemoval extends NodeRef {
  /** The Node object stays, NotReady, as on bare metal; otherwise it goes once it is, as in a cloud. */
  readonly stays?: boolean;
}

/** Components that have a Deployment, and with it a number of replicas. */
export type DeployedComponent = Exclude<ComponentKind, "virt-handler">;

export interface RolloutTarget {
  /** Absent: all of KubeVirt, in the order in which virt-operator updates it. */
  readonly component?: ComponentKind;
  /** Absent: the pods are replaced by others of the same release. */
  readonly version?: KubeVirtVersion;
}

/** The component pods whose process dies (SIGKILL): all that match. */
export interface CrashTarget {
  readonly component: ProgramKind;
  readonly node?: string;
}

/** VMs that come and go: each is created, lives so long, and is deleted. */
export interface Churn {
  readonly perMinute: number;
  readonly lifetimeSeconds: number;
  /** What they are like; they are named NAME-0, NAME-1, … */
  readonly virtualMachine: VirtualMachineSpec;
  /** Undefined: until the end. */
  readonly forSeconds: number | undefined;
}
