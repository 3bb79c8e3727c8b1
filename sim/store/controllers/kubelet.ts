import { timestampAt } from "../../clock/clock.ts";
import type { ComponentKind } from "../../model/components.ts";
import { componentKinds } from "../../model/components.ts";
import type { ContainerEvent, ContainerRuntime } from "../container-runtime.ts";
import { nodeKind } from "../objects/node.ts";
import { podKind, type ContainerState, type Pod } from "../objects/pod.ts";
import type { PodNetwork } from "../pod-network.ts";
import { after, keyedDelay, type ControllerContext } from "./context.ts";
import { podAddresses, podStatus, type ContainersView } from "./pod-status.ts";

/** From being bound to a node until the container's process is started: sandbox, network, image check. */
const setupDelay = { low: 0.6, high: 2.4 };
const removalDelay = { low: 0.2, high: 0.8 };
/** kubelet's CrashLoopBackOff: the first restart is immediate, then 10 s doubled up to 5 min, forgotten after 10 min. */
const backOffSeconds = { first: 10, most: 300, forgottenAfter: 600 };

/** What a kubelet remembers of a component pod that it runs. */
interface Running {
  restartCount: number;
  startedAt: number;
  backOff: number;
  process: "waiting" | "starting" | "running";
  lastState: ContainerState;
}

/** The pods of system components: one container, run by a ContainerRuntime, restarted when it exits. */
export function startComponentKubelet(
  context: ControllerContext,
  runtime: ContainerRuntime,
  network: PodNetwork,
): void {
  const kubelet = new ComponentKubelet(context, runtime, network);
  context.store.subscribe(({ kind, type, object }) => {
    if (kind === podKind && type !== "DELETED") kubelet.see(object as Pod);
  });
  runtime.onEvent((event) => kubelet.hear(event));
  for (const pod of context.store.list(podKind)) kubelet.see(pod);
}

/** The component whose pod this is; undefined for launchers and everything else. */
export function componentOf(pod: Pod): ComponentKind | undefined {
  return componentKinds.find((kind) => kind === pod.metadata.labels?.["kubevirt.io"]);
}

class ComponentKubelet {
  readonly #context: ControllerContext;
  readonly #runtime: ContainerRuntime;
  readonly #network: PodNetwork;
  readonly #running = new Map<string, Running>();
  readonly #podByUid = new Map<string, { namespace: string; name: string }>();

  constructor(context: ControllerContext, runtime: ContainerRuntime, network: PodNetwork) {
    this.#context = context;
    this.#runtime = runtime;
    this.#network = network;
  }

  see(pod: Pod): void {
    const { uid, namespace = "", name, deletionTimestamp } = pod.metadata;
    if (componentOf(pod) === undefined || pod.spec.nodeName === undefined) return;
    const running = this.#running.get(uid);
    if (deletionTimestamp !== undefined) return this.#end(pod, running);
    if (running !== undefined) return;
    this.#running.set(uid, { restartCount: 0, startedAt: 0, backOff: 0, process: "waiting", lastState: {} });
    this.#podByUid.set(uid, { namespace, name });
    after(this.#context, keyedDelay(this.#context, setupDelay, "set up", uid), () => this.#start(uid));
  }

  hear(event: ContainerEvent): void {
    const running = this.#running.get(event.podUid);
    if (running === undefined) return;
    if (event.type === "exited") return this.#exited(event, running);
    if (event.type === "started") {
      running.startedAt = this.#context.clock.now();
      running.process = "running";
    }
    this.#report(event.podUid, running, {
      ready: event.type === "ready",
      state: this.#runningState(running),
    });
  }

  #start(uid: string): void {
    const running = this.#running.get(uid);
    const pod = this.#pod(uid);
    const component = pod === undefined ? undefined : componentOf(pod);
    if (pod === undefined || component === undefined || running === undefined) return;
    if (pod.metadata.deletionTimestamp !== undefined) return this.#remove(pod);
    running.process = "starting";
    this.#runtime.start({
      podUid: uid,
      podName: pod.metadata.name,
      namespace: pod.metadata.namespace ?? "",
      component,
      nodeName: pod.spec.nodeName ?? "",
      address: this.#network.addressOf(uid),
      front: this.#network.frontOf(uid),
      restartCount: running.restartCount,
    });
  }

  #exited(event: ContainerEvent & { type: "exited" }, running: Running): void {
    const { clock } = this.#context;
    const pod = this.#pod(event.podUid);
    const wasRunning = running.process === "running";
    running.process = "waiting";
    if (pod === undefined) return;
    if (pod.metadata.deletionTimestamp !== undefined) return this.#remove(pod);
    const livedSeconds = wasRunning ? clock.now() - running.startedAt : 0;
    const waited = livedSeconds > backOffSeconds.forgottenAfter ? 0 : running.backOff;
    running.backOff = waited === 0 ? backOffSeconds.first : Math.min(2 * waited, backOffSeconds.most);
    running.lastState = { terminated: this.#termination(event, running) };
    this.#report(event.podUid, running, {
      ready: false,
      state:
        waited === 0
          ? running.lastState
          : {
              waiting: {
                reason: "CrashLoopBackOff",
                message: `back-off ${waited}s restarting failed container`,
              },
            },
    });
    running.restartCount += 1;
    const setup = keyedDelay(this.#context, setupDelay, "set up", event.podUid, running.restartCount);
    after(this.#context, waited + setup, () => this.#start(event.podUid));
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

  #runningState(running: Running): ContainerState {
    return { running: { startedAt: timestampAt(this.#context.clock, running.startedAt) } };
  }

  #report(uid: string, running: Running, view: Pick<ContainersView, "ready" | "state">): void {
    const { store, clock } = this.#context;
    const pod = this.#pod(uid);
    if (pod === undefined) return;
    const { restartCount, lastState } = running;
    const full: ContainersView = { phase: "Running", restartCount, lastState, ...view };
    const addresses = podAddresses(this.#hostIp(pod), this.#network.addressOf(uid).ip);
    store.update(podKind, {
      ...pod,
      status: podStatus(pod, full, timestampAt(clock, clock.now()), addresses),
    });
  }

  #end(pod: Pod, running: Running | undefined): void {
    if (running === undefined || running.process === "waiting") return this.#remove(pod);
    this.#runtime.kill(pod.metadata.uid, pod.metadata.deletionGracePeriodSeconds ?? 30);
  }

  #remove(pod: Pod): void {
    const { uid } = pod.metadata;
    this.#running.delete(uid);
    this.#podByUid.delete(uid);
    after(this.#context, keyedDelay(this.#context, removalDelay, "remove", uid), () => {
      if (this.#context.store.get(podKind, pod.metadata.namespace, pod.metadata.name)?.metadata.uid !== uid)
        return;
      this.#context.store.remove(podKind, pod.metadata.namespace, pod.metadata.name);
    });
  }

  #hostIp(pod: Pod): string {
    const node = this.#context.store.get(nodeKind, undefined, pod.spec.nodeName ?? "");
    return node?.status.addresses.find(({ type }) => type === "InternalIP")?.address ?? "";
  }

  #pod(uid: string): Pod | undefined {
    const ref = this.#podByUid.get(uid);
    const pod = ref && this.#context.store.get(podKind, ref.namespace, ref.name);
    return pod?.metadata.uid === uid ? pod : undefined;
  }
}
