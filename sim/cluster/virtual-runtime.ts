import type { PodProxy, ProxyTarget } from "../apiserver/parts/into-pods.ts";
import { buildComponent } from "../components/build.ts";
import type { Component, ComponentOptions } from "../components/component.ts";
import type {
  ComponentContainer,
  ContainerEvent,
  ContainerRuntime,
  InstanceWrite,
} from "../store/container-runtime.ts";
import type { Hypervisors } from "../store/hypervisors.ts";
import type { Pod } from "../store/objects/pod.ts";
import type { HttpReply, HttpRequest } from "../wire/exchange.ts";
import { beginLine, readyLine, terminateLine } from "./logs/container-lines.ts";

/** What each container's component is built with, beside the container itself. */
type ComponentSurroundings = Omit<ComponentOptions, "container" | "exit" | "probed">;

/** The exit code of what SIGKILL ends. */
const killed = 137;

interface Running {
  readonly container: ComponentContainer;
  readonly component: Component;
  readonly log: ComponentSurroundings["log"];
  /** What else ends with it: connections that are open to it. */
  readonly endings: Set<() => void>;
}

/** The kubelet's runtime on a manual clock: a container is an object, and SIGKILL drops it. */
export class VirtualRuntime implements ContainerRuntime, PodProxy {
  readonly #surroundingsOf: (container: ComponentContainer) => ComponentSurroundings;
  readonly #running = new Map<string, Running>();
  #hypervisors: Hypervisors | undefined;
  #listener: (event: ContainerEvent) => void = () => undefined;
  #startListener: (container: ComponentContainer) => void = () => undefined;

  constructor(surroundingsOf: (container: ComponentContainer) => ComponentSurroundings) {
    this.#surroundingsOf = surroundingsOf;
  }

  /** Feeds virt-handlers with what these hypervisors run. */
  feedFrom(hypervisors: Hypervisors): void {
    this.#hypervisors = hypervisors;
    hypervisors.subscribe((nodeName, change) => {
      for (const { container, component } of this.#running.values()) {
        if (container.nodeName === nodeName && container.component === "virt-handler") component.hear(change);
      }
    });
  }

  start(container: ComponentContainer): void {
    const { podUid } = container;
    this.#startListener(container);
    const surroundings = this.#surroundingsOf(container);
    const { log } = surroundings;
    log("info", beginLine(container, surroundings.version));
    const component = buildComponent({
      ...surroundings,
      container,
      probed: (problem) =>
        this.#listener({ type: "probed", podUid, ...(problem === undefined ? {} : { problem }) }),
      exit: (exitCode, reason) => {
        log("warn", reason);
        this.#ended(running, exitCode);
      },
    });
    const running: Running = { container, component, log, endings: new Set() };
    this.#running.set(podUid, running);
    if (container.component === "virt-handler") {
      component.hear({ changed: this.#hypervisors?.onNode(container.nodeName) ?? [], removed: [] });
    }
    this.#listener({ type: "started", podUid });
    void component.start().then(() => {
      if (this.#running.get(podUid) !== running) return;
      log("info", readyLine(container));
      this.#listener({ type: "ready", podUid });
    });
  }

  kill(podUid: string, graceSeconds: number): void {
    const running = this.#running.get(podUid);
    if (running === undefined) return;
    if (graceSeconds > 0) {
      running.log("info", terminateLine);
      void running.component.stop().then(() => this.#ended(running, 0));
    } else {
      running.component.kill();
      this.#ended(running, killed);
    }
  }

  write(podUid: string, { ticket, ...instance }: InstanceWrite): void {
    const written = this.#running.get(podUid)?.component.write?.(instance);
    void written?.then(() => this.#listener({ type: "wrote", podUid, ticket }));
  }

  /** Calls `listener` as each container is about to run. */
  onStart(listener: (container: ComponentContainer) => void): void {
    this.#startListener = listener;
  }

  onEvent(listener: (event: ContainerEvent) => void): void {
    this.#listener = listener;
  }

  /** The apiserver's way into pods; whatever is asked arrives, at any port. */
  async ask(pod: Pod, _: ProxyTarget, request: HttpRequest): Promise<HttpReply> {
    const running = this.#running.get(pod.metadata.uid);
    if (running === undefined) throw new Error(`nothing runs in ${pod.metadata.name}`);
    return running.component.handle(request);
  }

  /** What runs in the pod of this name. */
  runningIn(podName: string): Readonly<Running> | undefined {
    return [...this.#running.values()].find(({ container }) => container.podName === podName);
  }

  /** Drops all components. */
  close(): void {
    for (const { component } of this.#running.values()) component.kill();
    this.#running.clear();
  }

  #ended(running: Running, exitCode: number): void {
    const { podUid } = running.container;
    if (this.#running.get(podUid) !== running) return;
    this.#running.delete(podUid);
    for (const end of running.endings) end();
    this.#listener({ type: "exited", podUid, exitCode });
  }
}
