import type { Hypervisors } from "../store/hypervisors.ts";
import type {
  ComponentContainer,
  ContainerEvent,
  ContainerRuntime,
  InstanceWrite,
} from "../store/container-runtime.ts";
import type { FromChild } from "../wire/channel.ts";
import { StartQueue } from "./start-queue.ts";

interface SupervisedRuntimeOptions {
  readonly send: (message: FromChild) => void;
  /** Opens the pod's front listener; resolves at once when it is open already. */
  readonly openFront: (container: ComponentContainer) => Promise<void>;
  /** A front listener cannot be opened: the address is taken, which no restart of the pod would change. */
  readonly fail: (error: unknown) => void;
}

/**
 * The kubelet's runtime where containers are processes of the supervisor: passes on what is to be started and
 * killed, and keeps the processes' hypervisor feeds going.
 */
export class SupervisedRuntime implements ContainerRuntime {
  readonly #options: SupervisedRuntimeOptions;
  readonly #queue = new StartQueue();
  readonly #starting = new Set<string>();
  /** Nodes whose virt-handler has been told what runs there, and is to hear of changes. */
  readonly #fedNodes = new Set<string>();
  #hypervisors: Hypervisors | undefined;
  #listener: (event: ContainerEvent) => void = () => undefined;

  constructor(options: SupervisedRuntimeOptions) {
    this.#options = options;
  }

  /** Feeds virt-handlers with what these hypervisors run. */
  feedFrom(hypervisors: Hypervisors): void {
    this.#hypervisors = hypervisors;
    hypervisors.subscribe((nodeName, change) => {
      if (this.#fedNodes.has(nodeName)) this.#options.send({ type: "node-feed", nodeName, change });
    });
  }

  start(container: ComponentContainer): void {
    const { podUid } = container;
    this.#starting.add(podUid);
    this.#queue.add(podUid, () => {
      this.#options.openFront(container).then(() => this.#started(container), this.#options.fail);
    });
  }

  kill(podUid: string, graceSeconds: number): void {
    if (this.#starting.delete(podUid))
      this.hear({ type: "exited", podUid, exitCode: 137, signal: "SIGKILL" });
    else this.#options.send({ type: "kill-container", podUid, graceSeconds });
  }

  write(podUid: string, write: InstanceWrite): void {
    this.#options.send({ type: "write-instance", podUid, write });
  }

  onEvent(listener: (event: ContainerEvent) => void): void {
    this.#listener = listener;
  }

  /** What the supervisor tells of its processes. */
  hear(event: ContainerEvent): void {
    if (event.type === "ready" || event.type === "exited") this.#queue.done(event.podUid);
    this.#listener(event);
  }

  /** Unless it was killed before it began. */
  #started(container: ComponentContainer): void {
    if (!this.#starting.delete(container.podUid)) return;
    const handler = container.component === "virt-handler";
    const domains = handler ? (this.#hypervisors?.onNode(container.nodeName) ?? []) : [];
    if (handler) this.#fedNodes.add(container.nodeName);
    this.#options.send({ type: "start-container", container, domains });
  }
}
