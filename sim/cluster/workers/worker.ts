import type { LedgerEntry } from "../../faults/fault.ts";
import type { ComponentContainer, ContainerEvent } from "../../store/container-runtime.ts";
import type { BeginWorker, FromChild, LogLevel, ProcessStats, RunContainer } from "../../wire/channel.ts";
import { Child } from "../child.ts";
import { describeExit, type Exit } from "../exit.ts";
import { noStats } from "../process-stats.ts";
import type { Program } from "../program.ts";

/** What becomes of containers, and what is said in them. */
export interface WorkerListener {
  readonly onContainerEvent: (container: ComponentContainer, event: ContainerEvent) => void;
  /** @param level absent for what the process printed past its component's logger */
  readonly onContainerLog: (container: ComponentContainer, message: string, level?: LogLevel) => void;
  readonly onLedger: (entry: LedgerEntry) => void;
  readonly onLog: (level: LogLevel, message: string) => void;
  /** The process is gone; its containers have been reported as ended. */
  readonly onExit: (worker: Worker) => void;
}

interface WorkerOptions {
  readonly program: Program;
  /** For whoever looks at the list of processes; what counts comes over the channel. */
  readonly args: readonly string[];
  /** What it is called in messages. */
  readonly name: string;
  /** It runs many containers, and stays when one ends. */
  readonly shared: boolean;
  readonly begin: Omit<BeginWorker, "type">;
  readonly listener: WorkerListener;
}

/** A container in a worker, as the supervisor knows it. */
interface RunningContainer {
  readonly container: ComponentContainer;
  ready: boolean;
}

/** How long a process may take to end by itself. */
const endSeconds = 0.7;

/** A process that runs containers of components: one, or many that share it. */
export class Worker {
  readonly shared: boolean;
  readonly containers = new Map<string, RunningContainer>();
  /** What it has served so far. */
  stats: ProcessStats = noStats;
  readonly #name: string;
  readonly #child: Child;
  readonly #listener: WorkerListener;
  #closing = false;

  constructor({ program, args, name, shared, begin, listener }: WorkerOptions) {
    this.shared = shared;
    this.#name = name;
    this.#listener = listener;
    this.#child = new Child({
      program,
      args: ["component", ...args],
      onMessage: (message) => this.#hear(message),
      onOutput: (line) => this.#hearOutput(line),
      onExit: (exit) => this.#exited(exit),
    });
    this.#child.send({ type: "begin-worker", ...begin });
  }

  get pid(): number | undefined {
    return this.#child.pid;
  }

  run(run: Omit<RunContainer, "type">): void {
    this.containers.set(run.container.podUid, { container: run.container, ready: false });
    this.#child.send({ type: "run-container", ...run });
  }

  kill(podUid: string, graceSeconds: number): void {
    if (!this.shared && graceSeconds === 0) this.#child.kill();
    else this.#child.send({ type: "kill-container", podUid, graceSeconds });
  }

  send(message: Parameters<Child["send"]>[0]): void {
    this.#child.send(message);
  }

  /** Ends the process; nothing is reported any more. */
  async close(): Promise<void> {
    this.#closing = true;
    this.#child.stop(endSeconds);
    await this.#child.exited;
  }

  #hear(message: FromChild): void {
    switch (message.type) {
      case "container-event":
        return this.#hearEvent(message.event);
      case "container-log": {
        const running = this.containers.get(message.podUid);
        if (running !== undefined)
          this.#listener.onContainerLog(running.container, message.message, message.level);
        return;
      }
      case "stats":
        this.stats = message.stats;
        return;
      case "ledger":
        return this.#listener.onLedger(message.entry);
      default:
        return;
    }
  }

  #hearEvent(event: ContainerEvent): void {
    const running = this.containers.get(event.podUid);
    if (running === undefined) return;
    if (event.type === "ready") running.ready = true;
    if (event.type === "exited") {
      this.containers.delete(event.podUid);
      this.#logEnd(running.container.podName, event);
      if (!this.shared) this.#child.stop(endSeconds);
    }
    this.#report(running.container, event);
  }

  #hearOutput(line: string): void {
    const [only] = this.containers.values();
    if (this.shared || only === undefined) this.#listener.onLog("error", `${this.#name}: ${line}`);
    else this.#listener.onContainerLog(only.container, line);
  }

  #exited(exit: Exit): void {
    const lost = [...this.containers.values()];
    this.containers.clear();
    if (this.#closing) return;
    if (this.shared) this.#logEnd(`${this.#name}, which ran ${lost.length} containers`, exit);
    else if (lost.length > 0) this.#logEnd(this.#name, exit);
    for (const { container } of lost) {
      this.#report(container, { type: "exited", podUid: container.podUid, ...exit });
    }
    this.#listener.onExit(this);
  }

  #logEnd(what: string, exit: Exit): void {
    if (this.#closing) return;
    this.#listener.onLog(exit.exitCode === 0 ? "info" : "warn", `${what}: ended ${describeExit(exit)}`);
  }

  #report(container: ComponentContainer, event: ContainerEvent): void {
    if (!this.#closing) this.#listener.onContainerEvent(container, event);
  }
}
