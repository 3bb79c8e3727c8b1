import { timestampAt } from "../../clock/clock.ts";
import type { Machines } from "../machines.ts";
import { controllerOf } from "../object.ts";
import { internalIpOf } from "../objects/node.ts";
import { podIsFinished, podKind, podsByNode, type Pod } from "../objects/pod.ts";
import type { PodNetwork } from "../pod-network.ts";
import { after, keyedDelay, type ControllerContext } from "./context.ts";
import { recordContainerEvent } from "./kubelet-events.ts";
import { creating, podAddresses, podStatus, type ContainersView } from "./pod-status.ts";

/** The exit code of what did not end by itself. */
const killed = 137;
const startDelay = { low: 1, high: 5 };
const removalDelay = { low: 0.5, high: 2 };

/**
 * Runs the pods that are not system components (virt-launcher pods, and users' own): nothing of theirs is
 * executed, what a launcher runs is a Domain. They start, are ready, and end when they are deleted.
 */
export function startLauncherKubelet(
  context: ControllerContext,
  network: PodNetwork,
  machines: Machines,
  isComponent: (pod: Pod) => boolean,
): void {
  const begun = new Set<string>();
  const ending = new Set<string>();
  const removeAfter = (delaySeconds: number, { metadata, spec }: Pod) =>
    after(context, delaySeconds, () => {
      const present = context.store.get(podKind, metadata.namespace, metadata.name);
      if (present?.metadata.uid !== metadata.uid || machines.isLost(spec.nodeName)) return;
      context.store.remove(podKind, metadata.namespace, metadata.name);
    });
  const see = (pod: Pod) => {
    const { uid, deletionTimestamp } = pod.metadata;
    if (isComponent(pod) || machines.isLost(pod.spec.nodeName)) return;
    if (deletionTimestamp !== undefined) {
      if (!ending.has(uid)) {
        ending.add(uid);
        if (begun.has(uid) && !podIsFinished(pod)) recordContainerEvent(context, pod, "Killing");
        // A guest is shut down first; if that takes too long, it is killed with its pod.
        if (hasGuest(pod)) removeAfter(pod.metadata.deletionGracePeriodSeconds ?? 0, pod);
      }
      if (!hasGuest(pod) || podIsFinished(pod))
        removeAfter(keyedDelay(context, removalDelay, "launcher end", uid), pod);
    } else if (pod.spec.nodeName !== undefined && !begun.has(uid)) {
      begun.add(uid);
      // Nobody sees history: there a pod goes straight to what it is when it has started.
      if (context.history.over) write(context, pod, creating, undefined);
      after(context, keyedDelay(context, startDelay, "launcher", uid), () => {
        if (!machines.isLost(pod.spec.nodeName)) start(context, network, pod);
      });
    }
  };
  context.store.watch(podKind, ({ type, object }) => {
    if (type !== "DELETED") return see(object);
    begun.delete(object.metadata.uid);
    ending.delete(object.metadata.uid);
  });
  // Of what ran on the machine nothing is left: its kubelet finds the containers gone.
  machines.onReturn((nodeName) => {
    for (const pod of context.store.by(podsByNode, nodeName)) {
      if (isComponent(pod)) continue;
      finishLauncher(context, pod, killed);
      see(context.store.get(podKind, pod.metadata.namespace, pod.metadata.name) ?? pod);
    }
  });
  for (const pod of context.store.list(podKind)) see(pod);
}

/** The pod's guest has ended: its container exits, with 0 as virt-launcher does unless something went wrong. */
export function finishLauncher(context: ControllerContext, pod: Pod, exitCode = 0): void {
  const { store, clock } = context;
  const present = store.get(podKind, pod.metadata.namespace, pod.metadata.name);
  if (present?.metadata.uid !== pod.metadata.uid || podIsFinished(present)) return;
  const now = timestampAt(clock, clock.now());
  const startedAt = present.status.containerStatuses?.[0]?.state.running?.startedAt ?? now;
  const reason = exitCode === 0 ? "Completed" : "Error";
  const view: ContainersView = {
    phase: exitCode === 0 ? "Succeeded" : "Failed",
    ready: false,
    restartCount: 0,
    state: { terminated: { exitCode, reason, startedAt, finishedAt: now } },
  };
  write(context, present, view, present.status.podIP);
}

function start(context: ControllerContext, network: PodNetwork, { metadata }: Pod): void {
  const { store, clock } = context;
  const pod = store.get(podKind, metadata.namespace, metadata.name);
  if (pod?.metadata.uid !== metadata.uid || pod.metadata.deletionTimestamp !== undefined) return;
  const view: ContainersView = {
    phase: "Running",
    ready: true,
    restartCount: 0,
    state: { running: { startedAt: timestampAt(clock, clock.now()) } },
  };
  recordContainerEvent(context, pod, "Started");
  write(context, pod, view, network.launcherIpOf(metadata.uid));
}

function write(
  { store, clock }: ControllerContext,
  pod: Pod,
  view: ContainersView,
  podIp: string | undefined,
): void {
  const addresses = podAddresses(internalIpOf(store, pod.spec.nodeName), podIp);
  store.update(podKind, { ...pod, status: podStatus(pod, view, timestampAt(clock, clock.now()), addresses) });
}

/** Whether a VMI's guest runs in the pod, or is about to: a pod that is on a node, and belongs to a VMI. */
function hasGuest(pod: Pod): boolean {
  return pod.spec.nodeName !== undefined && controllerOf(pod)?.kind === "VirtualMachineInstance";
}
