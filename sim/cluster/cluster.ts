import type { Scenario } from "../scenario/scenario.ts";
import type { ClusterStatus, LogLevel } from "../wire/channel.ts";
import type { ClusterFile } from "./cluster-file.ts";
import type { ClusterError } from "./errors.ts";
import type { Program } from "./program.ts";

/** What a cluster is started with. */
export interface ClusterOptions {
  readonly scenario: Scenario;
  /** Where kubeconfig, Prometheus configuration, ledger and `cluster.json` go; made if need be. */
  readonly directory: string;
  /** Instead of the scenario's. */
  readonly seed?: number | undefined;
  /** Where users reach the apiserver. Default: 127.0.0.1, port 6443, or another while that is taken; port 0 takes a free one. */
  readonly bindAddress?: string | undefined;
  readonly port?: number | undefined;
  /** Name or path of a Prometheus to start on the cluster. */
  readonly prometheus?: string | undefined;
  readonly log?: (entry: LogEntry) => void;
  /** Gives up starting. */
  readonly signal?: AbortSignal;
  /** How to run this command again as a child process; default: as it was run. */
  readonly program?: Program;
  /** A block of addresses for pods, e.g. `10.244.0.0/16`; default: loopback addresses, else ports of 127.0.0.1. */
  readonly podCidr?: string | undefined;
}

/** Something that happened. */
export interface LogEntry {
  /** RFC 3339. */
  readonly time: string;
  /** In seconds. */
  readonly t: number;
  readonly level: LogLevel;
  readonly message: string;
}

/** A cluster that runs, with everything ready. */
export interface Cluster {
  readonly directory: string;
  readonly apiserverUrl: string;
  /** Where the simulator tells about itself: `/metrics`, `/healthz`. */
  readonly controlUrl: string;
  readonly prometheusUrl: string | undefined;
  /** How it is now. */
  state(): ClusterState;
  components(): ClusterFile["components"];
  /** Resolves if the cluster breaks down by itself, with what happened. */
  readonly failed: Promise<ClusterError>;
  /** Ends every process and frees every address. May be called more than once. */
  close(): Promise<void>;
}

export interface ClusterState extends ClusterStatus {
  /** Answers to scrapes so far. */
  readonly scrapes: number;
}
