import type { ActiveFault, LedgerEntry } from "../faults/fault.ts";
import type { FeedChange } from "../model/feed.ts";
import type { KubeVirtVersion } from "../model/components.ts";
import type { Scenario } from "../scenario/scenario.ts";
import type { ComponentContainer, ContainerEvent } from "../store/container-runtime.ts";

export type { FeedChange };

/**
 * What the supervisor and its child processes tell each other over Node's IPC channel. With the clock, the
 * hypervisor feed, faults and the ledger this is all that is not the store.
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
  /** `ip:port` of the listener for users. */
  readonly listen: { readonly ip: string; readonly port: number };
  /** The front listener that the generated Prometheus configuration dials. */
  readonly prometheusFront: { readonly ip: string; readonly port: number };
  /** Address block of this instance; see cluster/addresses.ts. */
  readonly addressBlock: AddressBlock;
  /** Bearer tokens by user name (`system:admin`, `system:serviceaccount:kubevirt:kubevirt-handler`, …). */
  readonly tokens: Readonly<Record<string, string>>;
}

/** Loopback blocks (Linux), or 127.0.0.1 with a port per pod elsewhere. */
export type AddressBlock =
  | { readonly mode: "loopback"; readonly block: number }
  | { readonly mode: "ports"; readonly basePort: number };

export interface BeginComponent {
  readonly type: "begin-component";
  readonly settings: ClusterSettings;
  readonly container: ComponentContainer;
  /** The certificate that all components of the kind share. */
  readonly serving: KeyPair;
  readonly token: string;
}

export type ToChild =
  | BeginApiserver
  | BeginComponent
  | { readonly type: "feed"; readonly change: FeedChange }
  | { readonly type: "faults"; readonly faults: readonly ActiveFault[] }
  | { readonly type: "container-event"; readonly event: ContainerEvent }
  | { readonly type: "stop"; readonly graceSeconds: number };

/** Figures for the status line, since the process began. */
export interface ProcessStats {
  readonly scrapes: number;
  readonly scrapedBytes: number;
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

export type FromChild =
  /** Modules are loaded; waiting for `begin-…`. */
  | { readonly type: "loaded" }
  /** Listening, and caches synced. */
  | { readonly type: "ready" }
  /** Cannot go on; one message for the user. The process ends after it. */
  | { readonly type: "failed"; readonly message: string }
  | { readonly type: "ledger"; readonly entry: LedgerEntry }
  | { readonly type: "stats"; readonly stats: ProcessStats }
  | { readonly type: "log"; readonly level: "info" | "warn" | "error"; readonly message: string }
  /** From the apiserver process alone: what its kubelet, hypervisors and plot ask of the supervisor. */
  | { readonly type: "start-container"; readonly container: ComponentContainer }
  | { readonly type: "kill-container"; readonly podUid: string; readonly graceSeconds: number }
  | { readonly type: "node-feed"; readonly nodeName: string; readonly change: FeedChange }
  | { readonly type: "active-faults"; readonly faults: readonly ActiveFault[] }
  | { readonly type: "status"; readonly status: ClusterStatus };
