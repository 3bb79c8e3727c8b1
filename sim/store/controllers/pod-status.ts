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

/** The pod's status as kubelet reports it when its containers are as in `view`, at the time `now` (RFC 3339). */
export function podStatus(pod: Pod, view: ContainersView, now: string, addresses: PodAddresses): PodStatus {
  const ready = view.ready ? "True" : "False";
  const conditions = (
    [
      ["PodReadyToStartContainers", "True"],
      ["Initialized", "True"],
      ["Ready", ready],
      ["ContainersReady", ready],
    ] as const
  ).reduce<readonly Condition[]>(
    (all, [type, status]) =>
      withCondition(all, {
        type,
        status,
        lastProbeTime: null,
        lastTransitionTime: now,
        ...(status === "True" ? {} : notReadyReason(view)),
      }),
    pod.status.conditions,
  );
  return {
    ...pod.status,
    ...addresses,
    phase: view.phase,
    conditions,
    startTime: pod.status.startTime ?? now,
    containerStatuses: pod.spec.containers.map((container) =>
      containerStatus(pod, container.name, container.image, view),
    ),
  };
}

export interface PodAddresses {
  readonly hostIP: string;
  readonly hostIPs: readonly { readonly ip: string }[];
  readonly podIP: string;
  readonly podIPs: readonly { readonly ip: string }[];
}

export function podAddresses(hostIP: string, podIP: string): PodAddresses {
  return { hostIP, hostIPs: [{ ip: hostIP }], podIP, podIPs: [{ ip: podIP }] };
}

function notReadyReason({ phase }: ContainersView): Partial<Condition> {
  return phase === "Succeeded" ? { reason: "PodCompleted" } : { reason: "ContainersNotReady" };
}

function containerStatus(pod: Pod, name: string, image: string, view: ContainersView): ContainerStatus {
  const running = view.state.running !== undefined;
  return {
    name,
    image,
    imageID: "",
    containerID: `cri-o://${containerId(pod.metadata.uid, view.restartCount)}`,
    ready: view.ready,
    started: running,
    restartCount: view.restartCount,
    state: view.state,
    lastState: view.lastState ?? {},
  };
}

/** 64 hexadecimal digits, as container runtimes name containers; a new one with each restart. */
function containerId(podUid: string, restartCount: number): string {
  const digits = podUid.replaceAll("-", "") + restartCount.toString(16).padStart(32, "0");
  return digits.slice(0, 64);
}
