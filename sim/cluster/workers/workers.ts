import { componentKinds } from "../../model/components.ts";
import type { ActiveFault } from "../../faults/fault.ts";
import type { FeedChange } from "../../model/feed.ts";
import { programUserName } from "../../store/bootstrap/service-accounts.ts";
import type { ComponentContainer, ContainerEvent } from "../../store/container-runtime.ts";
import type { ClusterSettings, FromChild, ProcessStats, WriteInstance } from "../../wire/channel.ts";
import type { Equipment } from "../equipment.ts";
import { addStats, noStats } from "../process-stats.ts";
import type { Program } from "../program.ts";
import { handlersShare, hasOwnProcess, sharedProcesses } from "./placement.ts";
import { Worker, type WorkerListener } from "./worker.ts";

interface WorkersOptions extends Omit<WorkerListener, "onExit" | "onContainerEvent"> {
  readonly program: Program;
  readonly settings: ClusterSettings;
  readonly equipment: Equipment;
  /** How many virt-handlers the cluster begins with. */
  readonly virtHandlers: number;
  readonly cores: number;
  readonly onContainerEvent: (event: ContainerEvent) => void;
  /** Called when a container has come, gone or become ready. */
  readonly onChange: () => void;
}

/** One component container, and the process that runs it. */
export interface ComponentProcess {
  readonly container: ComponentContainer;
  readonly pid: number | undefined;
  readonly ready: boolean;
}

/** The processes that run the containers of components. */
export class Workers {
  readonly #options: WorkersOptions;
  readonly #workers = new Set<Worker>();
  readonly #byPod = new Map<string, Worker>();
  /** The virt-handlers' pods of each node: two for a moment, when one replaces the other. */
  readonly #handlersOn = new Map<string, Set<string>>();
  readonly #restarts = new Map<string, number>(componentKinds.map((component) => [component, 0]));
  #faults: readonly ActiveFault[] = [];
  #sharedStarted = 0;
  #closing = false;
  /** What processes that have ended had served. */
  #endedStats: ProcessStats = noStats;

  /** Where many are to come, starts the processes that they will share. */
  constructor(options: WorkersOptions) {
    this.#options = options;
    if (!handlersShare(options.virtHandlers)) return;
    for (let n = 0; n < sharedProcesses(options.cores); n++) this.#startShared();
  }

  /** The containers that run, in no order. */
  get components(): ComponentProcess[] {
    return [...this.#workers].flatMap(({ pid, containers }) =>
      [...containers.values()].map(({ container, ready }) => ({ container, ready, pid })),
    );
  }

  /** What all processes together have served so far. */
  get stats(): ProcessStats {
    return [...this.#workers].reduce((sum, { stats }) => addStats(sum, stats), this.#endedStats);
  }

  /** How often containers of each kind of component were started again in their pods. */
  get restarts(): ReadonlyMap<string, number> {
    return this.#restarts;
  }

  run({ container, domains }: FromChild & { type: "start-container" }): void {
    if (this.#closing) return;
    const { equipment } = this.#options;
    const { podUid, component, nodeName, restartCount } = container;
    const worker = this.#workerFor(container);
    this.#byPod.set(podUid, worker);
    if (component === "virt-handler") this.#handlersOf(nodeName).add(podUid);
    if (restartCount > 0) this.#restarts.set(component, (this.#restarts.get(component) ?? 0) + 1);
    worker.run({
      container,
      serving: equipment.certificates.components[component],
      token: equipment.tokens[programUserName(component, container.namespace)] ?? "",
      domains,
    });
    this.#tell(worker, { type: "started", podUid });
  }

  kill(podUid: string, graceSeconds: number): void {
    this.#byPod.get(podUid)?.kill(podUid, graceSeconds);
  }

  /** Has a virt-handler write what it finds to do. */
  write(message: WriteInstance): void {
    this.#byPod.get(message.podUid)?.send(message);
  }

  /** What the hypervisor of a node runs has changed. */
  feed(nodeName: string, change: FeedChange): void {
    for (const podUid of this.#handlersOn.get(nodeName) ?? [])
      this.#byPod.get(podUid)?.send({ type: "feed", podUid, change });
  }

  /** These faults are in force from here on. */
  apply(faults: readonly ActiveFault[]): void {
    this.#faults = faults;
    for (const worker of this.#workers) worker.send({ type: "faults", faults });
  }

  /** Ends every process. */
  async close(): Promise<void> {
    this.#closing = true;
    await Promise.all([...this.#workers].map((worker) => worker.close()));
  }

  #workerFor(container: ComponentContainer): Worker {
    const { component, podName, nodeName } = container;
    const workers = [...this.#workers];
    const own = workers.filter(({ shared, containers }) => !shared && runs(containers, component)).length;
    if (hasOwnProcess(component, own, this.#options.virtHandlers))
      return this.#start({ args: [component, podName, nodeName], name: podName, shared: false });
    const shared = workers.filter((worker) => worker.shared);
    if (shared.length < sharedProcesses(this.#options.cores)) return this.#startShared();
    return shared.reduce((least, other) => (other.containers.size < least.containers.size ? other : least));
  }

  #startShared(): Worker {
    const number = String(++this.#sharedStarted);
    return this.#start({ args: ["shared", number], name: `shared process ${number}`, shared: true });
  }

  #start(what: { args: readonly string[]; name: string; shared: boolean }): Worker {
    const { program, settings, onContainerLog, onLedger, onLog } = this.#options;
    const worker = new Worker({
      ...what,
      program,
      begin: { settings, faults: this.#faults },
      listener: {
        onContainerLog,
        onLedger,
        onLog,
        onContainerEvent: (container, event) => this.#hear(worker, container, event),
        onExit: () => this.#ended(worker),
      },
    });
    this.#workers.add(worker);
    return worker;
  }

  #hear(worker: Worker, container: ComponentContainer, event: ContainerEvent): void {
    if (event.type === "exited") this.#forget(container);
    this.#tell(worker, event);
  }

  #tell({ pid }: Worker, event: ContainerEvent): void {
    if (this.#closing) return;
    const running = event.type === "started" || event.type === "ready";
    this.#options.onContainerEvent(running && pid !== undefined ? { ...event, pid } : event);
    this.#options.onChange();
  }

  #forget({ podUid, nodeName }: ComponentContainer): void {
    this.#byPod.delete(podUid);
    const handlers = this.#handlersOn.get(nodeName);
    handlers?.delete(podUid);
    if (handlers?.size === 0) this.#handlersOn.delete(nodeName);
  }

  #ended(worker: Worker): void {
    this.#workers.delete(worker);
    this.#endedStats = addStats(this.#endedStats, worker.stats);
  }

  #handlersOf(nodeName: string): Set<string> {
    let handlers = this.#handlersOn.get(nodeName);
    if (handlers === undefined) this.#handlersOn.set(nodeName, (handlers = new Set<string>()));
    return handlers;
  }
}

function runs(containers: Worker["containers"], component: ComponentContainer["component"]): boolean {
  return [...containers.values()].some(({ container }) => container.component === component);
}
