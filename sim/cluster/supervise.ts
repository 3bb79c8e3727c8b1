import type { ActiveFault, LedgerEntry } from "../faults/fault.ts";
import { componentKinds } from "../model/components.ts";
import type { ComponentContainer, ContainerEvent } from "../store/container-runtime.ts";
import { componentUserName } from "../store/bootstrap/service-accounts.ts";
import type {
  ApiserverStats,
  BeginApiserver,
  ClusterSettings,
  ClusterStatus,
  FromChild,
  LogLevel,
  ProcessStats,
} from "../wire/channel.ts";
import { Child, type ChildExit } from "./child.ts";
import type { Equipment } from "./equipment.ts";
import { FaultHistory } from "./fault-history.ts";
import type { Program } from "./program.ts";

/** How long processes may take to end by themselves when the cluster is closed. */
const closeSeconds = 0.7;

export interface SupervisorOptions {
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

/** One component container's process, as its supervisor knows it. */
export interface ComponentProcess {
  readonly container: ComponentContainer;
  readonly pid: number | undefined;
  readonly ready: boolean;
}

interface Running {
  readonly container: ComponentContainer;
  readonly child: Child;
  ready: boolean;
  stats: ProcessStats;
}

/**
 * Starts and ends the cluster's processes and carries what they tell each other: one process for the
 * apiserver, whose kubelet asks for the others, and one for each component container.
 */
export class Supervisor {
  readonly #options: SupervisorOptions;
  readonly #apiserver: Child;
  readonly #running = new Map<string, Running>();
  #begun: { readonly settings: ClusterSettings; readonly equipment: Equipment } | undefined;
  #faults: readonly ActiveFault[] = [];
  readonly #faultHistory = new FaultHistory();
  #status: ClusterStatus | undefined;
  #apiserverStats: ApiserverStats | undefined;
  readonly #restarts = new Map<string, number>(componentKinds.map((component) => [component, 0]));
  #apiserverReady = false;
  #failure: string | undefined;
  #closing = false;
  /** What processes that have ended had served. */
  #endedStats: ProcessStats = { scrapes: 0, scrapedBytes: 0 };

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
    this.#begun = { settings: begin.settings, equipment };
    const { tokens, certificates } = equipment;
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

  /** The processes that run, in order of component and node. */
  get components(): ComponentProcess[] {
    return [...this.#running.values()]
      .map(({ container, child, ready }) => ({ container, pid: child.pid, ready }))
      .sort((a, b) => (sortKey(a) < sortKey(b) ? -1 : 1));
  }

  /** What all component processes together have served so far. */
  get stats(): ProcessStats {
    return [...this.#running.values()].reduce((sum, { stats }) => added(sum, stats), this.#endedStats);
  }

  get apiserverStats(): ApiserverStats | undefined {
    return this.#apiserverStats;
  }

  /** How often containers of each kind of component were started again in their pods. */
  get restarts(): ReadonlyMap<string, number> {
    return this.#restarts;
  }

  get activeFaults(): number {
    return this.#faults.length;
  }

  /** Ends every process. */
  async close(): Promise<void> {
    this.#closing = true;
    const children = [this.#apiserver, ...[...this.#running.values()].map(({ child }) => child)];
    for (const child of children) child.stop(0, closeSeconds);
    await Promise.all(children.map(({ exited }) => exited));
  }

  #hearApiserver(message: FromChild): void {
    switch (message.type) {
      case "ready":
        this.#apiserverReady = true;
        return this.#options.onChange();
      case "status":
        this.#status = message.status;
        return this.#options.onChange();
      case "apiserver-stats":
        this.#apiserverStats = message.stats;
        return;
      case "start-container":
        return this.#start(message);
      case "write-instance":
        return this.#running.get(message.podUid)?.child.send(message);
      case "kill-container":
        return this.#kill(message.podUid, message.graceSeconds);
      case "node-feed":
        for (const { container, child } of this.#running.values()) {
          if (container.component === "virt-handler" && container.nodeName === message.nodeName)
            child.send({ type: "feed", change: message.change });
        }
        return;
      case "active-faults":
        this.#faults = message.faults;
        this.#faultHistory.change(message.t, message.faults);
        for (const { child } of this.#running.values()) child.send({ type: "faults", faults: this.#faults });
        return;
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

  #hearComponent(message: FromChild, running: Running): void {
    const { podUid } = running.container;
    switch (message.type) {
      case "ready": {
        running.ready = true;
        const { pid } = running.child;
        this.#tellKubelet({ type: "ready", podUid, ...(pid === undefined ? {} : { pid }) });
        return this.#options.onChange();
      }
      case "probed":
      case "wrote":
        return this.#tellKubelet({ ...message, podUid });
      case "stats":
        running.stats = message.stats;
        return;
      case "failed":
        return this.#logOf(running.container, message.message, "error");
      case "log":
        return this.#logOf(running.container, message.message, message.level);
      case "ledger":
        return this.#note(message.entry);
      default:
        return;
    }
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

  #start({ container, domains }: FromChild & { type: "start-container" }): void {
    if (this.#closing || this.#begun === undefined) return;
    const { settings, equipment } = this.#begun;
    const { certificates, tokens } = equipment;
    const { podUid, podName, component, nodeName } = container;
    const child = new Child({
      program: this.#options.program,
      // Only for whoever looks at the list of processes; what counts comes over the channel.
      args: ["component", component, podName, nodeName],
      onMessage: (message) => this.#hearComponent(message, running),
      onOutput: (line) => this.#logOf(container, line),
      onExit: (exit) => this.#ended(running, exit),
    });
    const running: Running = { container, child, ready: false, stats: { scrapes: 0, scrapedBytes: 0 } };
    this.#running.set(podUid, running);
    if (container.restartCount > 0) this.#restarts.set(component, (this.#restarts.get(component) ?? 0) + 1);
    child.send({
      type: "begin-component",
      settings,
      container,
      serving: certificates.components[component],
      token: tokens[componentUserName(component)] ?? "",
      domains,
      faults: this.#faults,
    });
    this.#tellKubelet({ type: "started", podUid, ...(child.pid === undefined ? {} : { pid: child.pid }) });
    this.#options.onChange();
  }

  #kill(podUid: string, graceSeconds: number): void {
    const child = this.#running.get(podUid)?.child;
    if (graceSeconds === 0) child?.kill();
    else child?.stop(graceSeconds);
  }

  #ended(running: Running, exit: ChildExit): void {
    const { podUid, podName } = running.container;
    this.#running.delete(podUid);
    this.#endedStats = added(this.#endedStats, running.stats);
    if (this.#closing) return;
    this.#options.onLog(exit.exitCode === 0 ? "info" : "warn", `${podName}: ended ${describe(exit)}`);
    this.#tellKubelet({ type: "exited", podUid, ...exit });
    this.#options.onChange();
  }

  #apiserverEnded(exit: ChildExit): void {
    if (this.#closing) return;
    this.#options.onFailure(
      this.#failure ?? `the apiserver's process ended ${describe(exit)}, and the cluster with it`,
    );
  }

  #tellKubelet(event: ContainerEvent): void {
    this.#apiserver.send({ type: "container-event", event });
  }
}

function describe({ exitCode, signal }: ChildExit): string {
  return signal === undefined ? `with exit code ${exitCode}` : `by ${signal}`;
}

function added(a: ProcessStats, b: ProcessStats): ProcessStats {
  return { scrapes: a.scrapes + b.scrapes, scrapedBytes: a.scrapedBytes + b.scrapedBytes };
}

function sortKey({ container }: ComponentProcess): string {
  return `${container.component} ${container.nodeName} ${container.podName}`;
}
