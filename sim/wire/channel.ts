import type { ActiveFault, LedgerEntry } from "../faults/fault.ts";
import type { Address } from "../model/addresses.ts";
import type { KubeVirtVersion, ProgramKind } from "../model/components.ts";
import type { Domain } from "../model/domain.ts";
import type { FeedChange } from "../model/feed.ts";
import type { Scenario } from "../scenario/scenario.ts";
import type { ComponentContainer, ContainerEvent, InstanceWrite } from "../store/container-runtime.ts";

/**
 * What the supervisor and its child processes tell each other over Node's IPC channel. With the clock, the
 * hypervisor feed, what a virt-handler finds to do there, faults and the ledger this is all that is not the store.
 */

/** What every process of a cluster is given. */
export interface ClusterSettings {
  readonly epochMillis: number;
  readonly seed: number;
  readonly version: KubeVirtVersion;
  /** The `host` label of REST metrics: what a component in a pod knows the apiserver as. */
  readonly apiserverHost: string;
  /** PEM. */
  readonly caCertificate: string;
}

/** A private key with the certificate it belongs to, PEM. */
export interface KeyPair {
  readonly key: string;
  readonly certificate: string;
}

export interface BeginApiserver {
  readonly type: "begin-apiserver";
  readonly settings: ClusterSettings;
  readonly scenario: Scenario;
  readonly serving: KeyPair;
  /** The listener for users. */
  readonly listen: Address;
  /** How long before t = 0 the components are rolled out, in seconds: longer than what is left of the way there. */
  readonly rollOutSeconds: number;
  /** Address block of this instance; see cluster/addresses.ts. */
  readonly addressBlock: AddressBlock;
  /** Bearer tokens by user name (`system:admin`, `system:serviceaccount:kubevirt:kubevirt-handler`, …). */
  readonly tokens: Readonly<Record<string, string>>;
}

/** Loopback blocks (Linux), a block of addresses that are local, or 127.0.0.1 with a port per pod elsewhere. */
export type AddressBlock =
  | { readonly mode: "loopback"; readonly block: number }
  | { readonly mode: "cidr"; readonly network: string; readonly prefix: number }
  | { readonly mode: "ports"; readonly basePort: number };

/** What a process is given that is to run containers of components. */
export interface BeginWorker {
  readonly type: "begin-worker";
  readonly settings: ClusterSettings;
  /** Those in force as it begins. */
  readonly faults: readonly ActiveFault[];
}

/** A container that a worker is to run. */
export interface RunContainer {
  readonly type: "run-container";
  readonly container: ComponentContainer;
  /** The certificate that all components of the kind share. */
  readonly serving: KeyPair;
  readonly token: string;
  /** What the hypervisor of its node runs as it begins. */
  readonly domains: readonly Domain[];
}

/** SIGTERM to what a container runs, then SIGKILL after `graceSeconds`; 0 kills it at once. */
interface KillContainer {
  readonly type: "kill-container";
  readonly podUid: string;
  readonly graceSeconds: number;
}

/** What a virt-handler finds to do on its node. */
export interface WriteInstance {
  readonly type: "write-instance";
  readonly podUid: string;
  readonly write: InstanceWrite;
}

export type ToChild =
  | BeginApiserver
  | BeginWorker
  | RunContainer
  | KillContainer
  | WriteInstance
  | { readonly type: "feed"; readonly podUid: string; readonly change: FeedChange }
  | { readonly type: "faults"; readonly faults: readonly ActiveFault[] }
  | { readonly type: "container-event"; readonly event: ContainerEvent }
  | { readonly type: "pod-log"; readonly entry: PodLogEntry }
  /** End at once, without a word. */
  | { readonly type: "stop" };

/** Figures for the status line, since the process began. */
export interface ProcessStats {
  readonly scrapes: number;
  readonly scrapedBytes: number;
  /** How many pages were rendered within each bound of `renderBuckets`, and how long all took together. */
  readonly renders: { readonly counts: readonly number[]; readonly seconds: number };
}

/** What the apiserver has answered since its process began, and what that process costs now. */
export interface ApiserverStats {
  /** Requests by status code. */
  readonly requests: ReadonlyMap<string, number>;
  /** Of the scenario's timeline, played so far. */
  readonly timelineEvents: number;
  /** Changes of objects, history included. */
  readonly storeEvents: number;
  /** Watches open now. */
  readonly watches: number;
  readonly residentMemoryBytes: number;
  readonly eventLoopLagSeconds: number;
}

/** What the apiserver process knows of the cluster, for the status line and cluster.json. */
export interface ClusterStatus {
  readonly t: number;
  readonly componentsReady: number;
  readonly componentsWanted: number;
  readonly runningInstances: number;
  readonly activeFaults: readonly string[];
  readonly nextEvent: { readonly name: string; readonly atSeconds: number } | undefined;
}

export type LogLevel = "info" | "warn" | "error";

/** Something that a component's process said: a line of its pod's log. */
export interface PodLogEntry {
  readonly podUid: string;
  readonly restartCount: number;
  readonly component: ProgramKind;
  /** Absent for what the process printed past its logger: a warning of Node's, or a crash. */
  readonly level?: LogLevel;
  readonly message: string;
}

export type FromChild =
  /** Modules are loaded; waiting for `begin-…`. */
  | { readonly type: "loaded" }
  /** Cannot go on; one message for the user. The process ends after it. */
  | { readonly type: "failed"; readonly message: string }
  | { readonly type: "ledger"; readonly entry: LedgerEntry }
  | { readonly type: "stats"; readonly stats: ProcessStats }
  | { readonly type: "log"; readonly level: LogLevel; readonly message: string }
  /** From workers alone: what becomes of a container, and what its component says of itself. */
  | { readonly type: "container-event"; readonly event: ContainerEvent }
  | {
      readonly type: "container-log";
      readonly podUid: string;
      readonly level: LogLevel;
      readonly message: string;
    }
  /** From the apiserver process alone: it listens; and what its kubelet, hypervisors and plot ask of the supervisor. */
  | { readonly type: "ready" }
  | {
      readonly type: "start-container";
      readonly container: ComponentContainer;
      /** What the hypervisor of its node runs. */
      readonly domains: readonly Domain[];
    }
  | KillContainer
  | WriteInstance
  | { readonly type: "node-feed"; readonly nodeName: string; readonly change: FeedChange }
  /** From `t` on these faults are in force, and no others. */
  | { readonly type: "active-faults"; readonly t: number; readonly faults: readonly ActiveFault[] }
  | { readonly type: "status"; readonly status: ClusterStatus }
  | { readonly type: "apiserver-stats"; readonly stats: ApiserverStats };
