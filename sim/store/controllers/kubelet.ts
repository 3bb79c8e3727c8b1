import { timestampAt } from "../../clock/clock.ts";
import { versionOfImage } from "../bootstrap/component-pods.ts";
import type { ContainerEvent, ContainerRuntime } from "../container-runtime.ts";
import type { Machines } from "../machines.ts";
import { internalIpOf } from "../objects/node.ts";
import { componentOf, podKind, podsByNode, type ContainerState, type Pod } from "../objects/pod.ts";
import type { PodNetwork } from "../pod-network.ts";
import { after, keyedDelay, type ControllerContext } from "./context.ts";
import { recordContainerEvent } from "./kubelet-events.ts";
import { creating, podAddresses, podStatus, type ContainersView } from "./pod-status.ts";
import { Readiness } from "./readiness.ts";
import { RestartBackOff } from "./restart-back-off.ts";

/** From being bound to a node until the container's process is started: sandbox, network, image check. */
const setupDelay = { low: 0.6, high: 2.4 };
const removalDelay = { low: 0.2, high: 0.8 };

/** What a kubelet remembers of a component pod that it runs. */
interface Running {
  readonly namespace: string;
  readonly name: string;
  readonly backOff: RestartBackOff;
  readonly readiness: Readiness;
  restartCount: number;
  startedAt: number;
  process: "waiting" | "starting" | "running" | "ending";
  lastState: ContainerState;
}

/** The pods of system components: one container, run by a ContainerRuntime, restarted when it exits. */
export function startComponentKubelet(
  context: ControllerContext,
  runtime: ContainerRuntime,
  network: PodNetwork,
  machines: Machines,
): void {
  const kubelet = new ComponentKubelet(context, runtime, network, machines);
  context.store.watch(podKind, ({ type, object }) => {
    if (type === "DELETED") kubelet.forget(object);
    else kubelet.see(object);
  });
  runtime.onEvent((event) => {
    if (event.type === "wrote") context.handlers.hear(event.ticket);
    else kubelet.hear(event);
  });
  machines.onLoss((nodeName) => kubelet.loseMachine(nodeName));
  machines.onReturn((nodeName) => {
    for (const pod of context.store.by(podsByNode, nodeName)) kubelet.see(pod);
  });
  for (const pod of context.store.list(podKind)) kubelet.see(pod);
}

class ComponentKubelet {
  readonly #context: ControllerContext;
  readonly #runtime: ContainerRuntime;
  readonly #network: PodNetwork;
  readonly #machines: Machines;
  readonly #running = new Map<string, Running>();

  constructor(
    context: ControllerContext,
    runtime: ContainerRuntime,
    network: PodNetwork,
    machines: Machines,
  ) {
    this.#context = context;
    this.#runtime = runtime;
    this.#network = network;
    this.#machines = machines;
  }

  see(pod: Pod): void {
    const { uid, namespace = "", name, deletionTimestamp } = pod.metadata;
    if (componentOf(pod) === undefined || pod.spec.nodeName === undefined) return;
    if (this.#machines.isLost(pod.spec.nodeName)) return;
    const running = this.#running.get(uid);
    if (deletionTimestamp !== undefined) return this.#end(pod, running);
    if (running !== undefined) return;
    this.#running.set(uid, {
      namespace,
      name,
      backOff: new RestartBackOff(),
      readiness: new Readiness(),
      restartCount: restartsSoFar(pod),
      startedAt: 0,
      process: "waiting",
      lastState: {},
    });
    this.#reportCreating(pod);
    after(this.#context, keyedDelay(this.#context, setupDelay, "set up", uid), () => this.#start(uid));
  }

  /** A pod that was taken out of the API without waiting for its kubelet: what runs of it is killed. */
  forget({ metadata: { uid } }: Pod): void {
    const running = this.#running.get(uid);
    if (running === undefined) return;
    this.#running.delete(uid);
    if (running.process !== "waiting") this.#runtime.kill(uid, 0);
  }

  /** The machine is gone, and with it this kubelet: processes end, and nobody reports it. */
  loseMachine(nodeName: string): void {
    for (const pod of this.#context.store.by(podsByNode, nodeName)) this.forget(pod);
  }

  hear(event: Exclude<ContainerEvent, { type: "wrote" }>): void {
    const running = this.#running.get(event.podUid);
    if (running === undefined) return;
    if (event.type === "exited") return this.#exited(event, running);
    if (running.process === "ending") return;
    if (event.type === "probed") return this.#probed(event, running);
    if (event.type === "ready") running.readiness.begin();
    if (event.type === "started") {
      running.startedAt = this.#context.clock.now();
      running.process = "running";
      const pod = this.#pod(event.podUid);
      if (pod !== undefined) recordContainerEvent(this.#context, pod, "Started");
    }
    this.#reportRunning(event.podUid, running);
  }

  #probed({ podUid, problem }: ContainerEvent & { type: "probed" }, running: Running): void {
    const pod = this.#pod(podUid);
    if (pod === undefined) return;
    if (problem !== undefined) recordContainerEvent(this.#context, pod, "Unhealthy", problem);
    if (running.readiness.probed(problem === undefined, pod)) this.#reportRunning(podUid, running);
  }

  #start(uid: string): void {
    const running = this.#running.get(uid);
    const pod = this.#pod(uid);
    const component = pod === undefined ? undefined : componentOf(pod);
    if (pod === undefined || component === undefined || running === undefined) return;
    if (pod.metadata.deletionTimestamp !== undefined) return this.#remove(pod);
    running.process = "starting";
    const version = versionOfImage(pod.spec.containers[0]?.image ?? "");
    this.#runtime.start({
      podUid: uid,
      podName: pod.metadata.name,
      namespace: pod.metadata.namespace ?? "",
      component,
      ...(version === undefined ? {} : { version }),
      nodeName: pod.spec.nodeName ?? "",
      address: this.#network.addressOf(uid),
      front: this.#network.frontOf(uid),
      restartCount: running.restartCount,
    });
  }

  #exited(event: ContainerEvent & { type: "exited" }, running: Running): void {
    const pod = this.#pod(event.podUid);
    const livedSeconds = running.process === "running" ? this.#context.clock.now() - running.startedAt : 0;
    running.process = "waiting";
    running.readiness.end();
    if (pod === undefined) return;
    if (pod.metadata.deletionTimestamp !== undefined) return this.#remove(pod);
    const waitSeconds = running.backOff.afterExit(livedSeconds);
    running.lastState = { terminated: this.#termination(event, running) };
    const state = waitSeconds === 0 ? running.lastState : { waiting: crashLoop(pod, waitSeconds) };
    this.#report(event.podUid, running, { ready: false, state });
    if (waitSeconds > 0) recordContainerEvent(this.#context, pod, "BackOff");
    running.restartCount += 1;
    const setup = keyedDelay(this.#context, setupDelay, "set up", event.podUid, running.restartCount);
    after(this.#context, waitSeconds + setup, () => this.#start(event.podUid));
  }

  #termination(event: ContainerEvent & { type: "exited" }, running: Running) {
    const { clock } = this.#context;
    return {
      exitCode: event.exitCode,
      reason: event.exitCode === 0 ? "Completed" : "Error",
      startedAt: timestampAt(clock, running.startedAt),
      finishedAt: timestampAt(clock, clock.now()),
    };
  }

  #reportRunning(uid: string, running: Running): void {
    this.#report(uid, running, {
      ready: running.readiness.ready,
      state: { running: { startedAt: timestampAt(this.#context.clock, running.startedAt) } },
    });
  }

  #report(uid: string, running: Running, view: Pick<ContainersView, "ready" | "state">): void {
    const pod = this.#pod(uid);
    if (pod === undefined) return;
    const { restartCount, lastState } = running;
    this.#write(pod, { phase: "Running", restartCount, lastState, ...view }, this.#network.addressOf(uid).ip);
  }

  #reportCreating(pod: Pod): void {
    this.#write(pod, creating, undefined);
  }

  #write(pod: Pod, view: ContainersView, podIp: string | undefined): void {
    const { store, clock } = this.#context;
    const addresses = podAddresses(internalIpOf(store, pod.spec.nodeName), podIp);
    store.update(podKind, {
      ...pod,
      status: podStatus(pod, view, timestampAt(clock, clock.now()), addresses),
    });
  }

  #end(pod: Pod, running: Running | undefined): void {
    if (running === undefined || running.process === "waiting") return this.#remove(pod);
    if (running.process === "ending") return;
    running.process = "ending";
    recordContainerEvent(this.#context, pod, "Killing");
    this.#runtime.kill(pod.metadata.uid, pod.metadata.deletionGracePeriodSeconds ?? 30);
  }

  #remove({ metadata: { uid, namespace, name } }: Pod): void {
    this.#running.delete(uid);
    after(this.#context, keyedDelay(this.#context, removalDelay, "remove", uid), () => {
      const { store } = this.#context;
      if (store.get(podKind, namespace, name)?.metadata.uid === uid) store.remove(podKind, namespace, name);
    });
  }

  #pod(uid: string): Pod | undefined {
    const running = this.#running.get(uid);
    const pod = running && this.#context.store.get(podKind, running.namespace, running.name);
    return pod?.metadata.uid === uid ? pod : undefined;
  }
}

/** The number of a pod's next container: one that ran before its machine was lost was another. */
function restartsSoFar({ status }: Pod): number {
  const last = status.containerStatuses?.[0];
  return last?.containerID === undefined ? 0 : last.restartCount + 1;
}

function crashLoop({ metadata, spec }: Pod, waitSeconds: number) {
  const { name, namespace = "", uid } = metadata;
  const container = spec.containers[0]?.name ?? "";
  return {
    reason: "CrashLoopBackOff",
    message: `back-off ${waitSeconds}s restarting failed container=${container} pod=${name}_${namespace}(${uid})`,
  };
}
