import { timestampAt } from "../../clock/clock.ts";
import { nodeKind } from "../objects/node.ts";
import { podIsFinished, podKind, type Pod } from "../objects/pod.ts";
import type { PodNetwork } from "../pod-network.ts";
import { after, keyedDelay, type ControllerContext } from "./context.ts";
import { podAddresses, podStatus, type ContainersView } from "./pod-status.ts";

const startDelay = { low: 1, high: 5 };
const removalDelay = { low: 0.5, high: 2 };

/**
 * Runs the pods that are not system components (virt-launcher pods, and users' own): nothing of theirs is
 * executed, what a launcher runs is a Domain. They start, are ready, and end when they are deleted.
 */
export function startLauncherKubelet(
  context: ControllerContext,
  network: PodNetwork,
  isComponent: (pod: Pod) => boolean,
): void {
  const begun = new Set<string>();
  const see = (pod: Pod) => {
    const { uid } = pod.metadata;
    if (isComponent(pod)) return;
    if (pod.metadata.deletionTimestamp !== undefined) {
      if (begun.has(uid) || pod.spec.nodeName === undefined) endSoon(context, pod);
      begun.delete(uid);
    } else if (pod.spec.nodeName !== undefined && !begun.has(uid)) {
      begun.add(uid);
      after(context, keyedDelay(context, startDelay, "launcher", uid), () => start(context, network, pod));
    }
  };
  context.store.subscribe(({ kind, type, object }) => {
    if (kind === podKind && type !== "DELETED") see(object as Pod);
  });
  for (const pod of context.store.list(podKind)) see(pod);
}

/** The pod's guest has ended: its container exits with 0, as virt-launcher does. */
export function finishLauncher(context: ControllerContext, pod: Pod): void {
  const { store, clock } = context;
  const present = store.get(podKind, pod.metadata.namespace, pod.metadata.name);
  if (present?.metadata.uid !== pod.metadata.uid || podIsFinished(present)) return;
  const now = timestampAt(clock, clock.now());
  const startedAt = present.status.containerStatuses?.[0]?.state.running?.startedAt ?? now;
  const state = { terminated: { exitCode: 0, reason: "Completed", startedAt, finishedAt: now } };
  const addresses = podAddresses(present.status.hostIP ?? "", present.status.podIP ?? "");
  store.update(podKind, {
    ...present,
    status: podStatus(present, { phase: "Succeeded", ready: false, restartCount: 0, state }, now, addresses),
  });
}

function start({ store, clock }: ControllerContext, network: PodNetwork, { metadata }: Pod): void {
  const pod = store.get(podKind, metadata.namespace, metadata.name);
  if (pod?.metadata.uid !== metadata.uid || pod.metadata.deletionTimestamp !== undefined) return;
  const now = timestampAt(clock, clock.now());
  const node = store.get(nodeKind, undefined, pod.spec.nodeName ?? "");
  const hostIp = node?.status.addresses.find(({ type }) => type === "InternalIP")?.address ?? "";
  const view: ContainersView = {
    phase: "Running",
    ready: true,
    restartCount: 0,
    state: { running: { startedAt: now } },
  };
  const addresses = podAddresses(hostIp, network.addressOf(metadata.uid).ip);
  store.update(podKind, { ...pod, status: podStatus(pod, view, now, addresses) });
}

function endSoon(context: ControllerContext, { metadata }: Pod): void {
  after(context, keyedDelay(context, removalDelay, "launcher end", metadata.uid), () => {
    const present = context.store.get(podKind, metadata.namespace, metadata.name);
    if (present?.metadata.uid === metadata.uid)
      context.store.remove(podKind, metadata.namespace, metadata.name);
  });
}
