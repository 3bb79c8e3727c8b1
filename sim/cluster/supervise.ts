import { availableParallelism } from "node:os";
import type { LedgerEntry } from "../faults/fault.ts";
import type { ComponentContainer } from "../store/container-runtime.ts";
import type {
  ApiserverStats,
  BeginApiserver,
  ClusterStatus,
  FromChild,
  LogLevel,
  ProcessStats,
} from "../wire/channel.ts";
import { Child } from "./child.ts";
import type { Equipment } from "./equipment.ts";
import { describeExit, type Exit } from "./exit.ts";
import { FaultHistory } from "./fault-history.ts";
import { noStats } from "./process-stats.ts";
import type { Program } from "./program.ts";
import { Workers, type ComponentProcess } from "./workers/workers.ts";

/** How long the apiserver's process may take to end by itself when the cluster is closed. */
const closeSeconds = 0.7;

interface SupervisorOptions {
  readonly program: Program;
  readonly onLedger: (entry: LedgerEntry) => void;
  readonly onLog: (level: LogLevel, message: string) => void;
  /** What a component says of itself: its pod's log. */
  readonly onPodLog: (podName: string, level: LogLevel, message: string) => void;
  /** Called when a component or the status has changed. */
  readonly onChange: () => void;
  /** The apiserver's process is gone; there is no cluster without it. */
  readonly onFailure: (message: string) => void;
}

/**
 * Starts and ends the cluster's processes and carries what they tell each other: one process for the
 * apiserver, whose kubelet asks for containers, and those that run the containers.
 */
export class Supervisor {
  readonly #options: SupervisorOptions;
  readonly #apiserver: Child;
  #workers: Workers | undefined;
  #activeFaults = 0;
  readonly #faultHistory = new FaultHistory();
  #status: ClusterStatus | undefined;
  #apiserverStats: ApiserverStats | undefined;
  #apiserverReady = false;
  #failure: string | undefined;
  #closing = false;
  #changeToTell = false;

  /** Starts the apiserver's process, which loads its code and waits for `begin`. */
  constructor(options: SupervisorOptions) {
    this.#options = options;
    this.#apiserver = new Child({
      program: options.program,
      args: ["component", "apiserver"],
      onMessage: (message) => this.#hearApiserver(message),
      onOutput: (line) => options.onLog("error", `apiserver: ${line}`),
      onExit: (exit) => this.#apiserverEnded(exit),
    });
  }

  /** Sets the cluster going; its kubelet will ask for the components. */
  begin(begin: Omit<BeginApiserver, "type" | "serving" | "tokens">, equipment: Equipment): void {
    const { tokens, certificates } = equipment;
    this.#workers = this.#startWorkers(begin, equipment);
    this.#apiserver.send({
      type: "begin-apiserver",
      serving: certificates.apiserver,
      tokens,
      ...begin,
    });
  }

  /** Resolves once the apiserver's process has loaded its code. */
  get apiserverLoaded(): Promise<void> {
    return this.#apiserver.loaded;
  }

  get apiserverReady(): boolean {
    return this.#apiserverReady;
  }

  get apiserverPid(): number | undefined {
    return this.#apiserver.pid;
  }

  /** The latest word of the apiserver's process. */
  get status(): ClusterStatus | undefined {
    return this.#status;
  }

  /** The containers of components that run, in no order. */
  get components(): readonly ComponentProcess[] {
    return this.#workers?.components ?? [];
  }

  /** What all component processes together have served so far. */
  get stats(): ProcessStats {
    return this.#workers?.stats ?? noStats;
  }

  get apiserverStats(): ApiserverStats | undefined {
    return this.#apiserverStats;
  }

  /** How often containers of each kind of component were started again in their pods. */
  get restarts(): ReadonlyMap<string, number> {
    return this.#workers?.restarts ?? new Map<string, number>();
  }

  get activeFaults(): number {
    return this.#activeFaults;
  }

  /** Ends every process. */
  async close(): Promise<void> {
    this.#closing = true;
    this.#apiserver.stop(closeSeconds);
    await Promise.all([this.#apiserver.exited, this.#workers?.close()]);
  }

  #hearApiserver(message: FromChild): void {
    switch (message.type) {
      case "ready":
        this.#apiserverReady = true;
        return this.#changed();
      case "status":
        this.#status = message.status;
        return this.#changed();
      case "apiserver-stats":
        this.#apiserverStats = message.stats;
        return;
      case "start-container":
        return this.#workers?.run(message);
      case "write-instance":
        return this.#workers?.write(message);
      case "kill-container":
        return this.#workers?.kill(message.podUid, message.graceSeconds);
      case "node-feed":
        return this.#workers?.feed(message.nodeName, message.change);
      case "active-faults":
        this.#activeFaults = message.faults.length;
        this.#faultHistory.change(message.t, message.faults);
        return this.#workers?.apply(message.faults);
      case "failed":
        this.#failure = message.message;
        return;
      case "log":
        return this.#options.onLog(message.level, message.message);
      case "ledger":
        return this.#note(message.entry);
      default:
        return;
    }
  }

  #startWorkers({ settings, scenario }: Pick<BeginApiserver, "settings" | "scenario">, equipment: Equipment) {
    return new Workers({
      program: this.#options.program,
      settings,
      equipment,
      virtHandlers: scenario.nodes.length,
      cores: availableParallelism(),
      onContainerEvent: (event) => this.#apiserver.send({ type: "container-event", event }),
      onContainerLog: (container, message, level) => this.#logOf(container, message, level),
      onLedger: (entry) => this.#note(entry),
      onLog: this.#options.onLog,
      onChange: () => this.#changed(),
    });
  }

  /** A line of a pod's log, which users read through the apiserver. */
  #logOf(container: ComponentContainer, message: string, level?: LogLevel): void {
    const { podUid, podName, component, restartCount } = container;
    this.#options.onPodLog(podName, level ?? "error", message);
    const entry = { podUid, component, restartCount, message, ...(level === undefined ? {} : { level }) };
    this.#apiserver.send({ type: "pod-log", entry });
  }

  /** A component only sees that it failed; which fault made it fail is known here. */
  #note(entry: LedgerEntry): void {
    const fault = entry.fault ?? this.#faultHistory.faultAt(entry.listener, entry.t);
    this.#options.onLedger({ ...entry, ...(fault === undefined ? {} : { fault }) });
  }

  #apiserverEnded(exit: Exit): void {
    if (this.#closing) return;
    this.#options.onFailure(
      this.#failure ?? `the apiserver's process ended ${describeExit(exit)}, and the cluster with it`,
    );
  }

  /** What changes in one go is told once: a fleet comes and goes by the hundred. */
  #changed(): void {
    if (this.#changeToTell) return;
    this.#changeToTell = true;
    setImmediate(() => {
      this.#changeToTell = false;
      this.#options.onChange();
    });
  }
}
