import { random } from "../../model/random.ts";
import { withCondition, type Condition } from "../objects/conditions.ts";
import type { ContainerState, ContainerStatus, Pod, PodPhase, PodStatus } from "../objects/pod.ts";

/** What kubelet knows of a pod's containers; all containers of our pods start and end together. */
export interface ContainersView {
  readonly phase: PodPhase;
  readonly ready: boolean;
  readonly restartCount: number;
  readonly state: ContainerState;
  readonly lastState?: ContainerState;
}

/** A pod whose containers are being set up. */
export const creating: ContainersView = {
  phase: "Pending",
  ready: false,
  restartCount: 0,
  state: { waiting: { reason: "ContainerCreating" } },
};

/**
 * The pod's status as kubelet reports it when its containers are as in `view`, at the time `now` (RFC 3339).
 * Without an IP of its own the pod's sandbox is not there yet.
 */
export function podStatus(pod: Pod, view: ContainersView, now: string, addresses: PodAddresses): PodStatus {
  const names = pod.spec.containers.map(({ name }) => name).join(" ");
  const unready: Partial<Condition> =
    view.phase === "Succeeded"
      ? { reason: "PodCompleted" }
      : { reason: "ContainersNotReady", message: `containers with unready status: [${names}]` };
  const states: readonly (readonly [string, boolean, Partial<Condition>])[] = [
    ["PodReadyToStartContainers", addresses.podIP !== undefined && view.phase !== "Succeeded", {}],
    ["Initialized", true, view.phase === "Succeeded" ? unready : {}],
    ["Ready", view.ready, unready],
    ["ContainersReady", view.ready, unready],
  ];
  const conditions = states.reduce<readonly Condition[]>(
    (all, [type, holds, why]) =>
      withCondition(all, {
        type,
        status: holds ? "True" : "False",
        lastProbeTime: null,
        lastTransitionTime: now,
        ...(holds && view.phase !== "Succeeded" ? {} : why),
      }),
    pod.status.conditions,
  );
  return {
    ...pod.status,
    ...addresses,
    phase: view.phase,
    conditions,
    startTime: pod.status.startTime ?? now,
    containerStatuses: pod.spec.containers.map(({ name, image }) => containerStatus(pod, name, image, view)),
  };
}

interface PodAddresses {
  readonly hostIP: string;
  readonly hostIPs: readonly { readonly ip: string }[];
  readonly podIP?: string;
  readonly podIPs?: readonly { readonly ip: string }[];
}

export function podAddresses(hostIP: string, podIP?: string): PodAddresses {
  const own = podIP === undefined ? {} : { podIP, podIPs: [{ ip: podIP }] };
  return { hostIP, hostIPs: [{ ip: hostIP }], ...own };
}

function containerStatus(pod: Pod, name: string, image: string, view: ContainersView): ContainerStatus {
  const { uid } = pod.metadata;
  const begun = view.state.waiting?.reason !== "ContainerCreating";
  return {
    name,
    image,
    imageID: begun ? imageIdOf(image) : "",
    ...(begun
      ? { containerID: `cri-o://${hexadecimals(64, "container", uid, name, view.restartCount)}` }
      : {}),
    ready: view.ready,
    started: view.state.running !== undefined,
    restartCount: view.restartCount,
    state: view.state,
    lastState: view.lastState ?? {},
  };
}

const imageIds = new Map<string, string>();

/** The same image has the same digest on every node. */
function imageIdOf(image: string): string {
  let id = imageIds.get(image);
  if (id === undefined) {
    id = `${image.replace(/:[^:/]*$/, "")}@sha256:${hexadecimals(64, "image", image)}`;
    imageIds.set(image, id);
  }
  return id;
}

/** Digits of an identifier as registries and container runtimes give them: the same for the same thing. */
function hexadecimals(length: number, ...key: readonly (string | number)[]): string {
  const draw = random(0, ...key);
  let digits = "";
  while (digits.length < length)
    digits += Math.floor(draw() * 2 ** 32)
      .toString(16)
      .padStart(8, "0");
  return digits.slice(0, length);
}
