import type { Clock } from "../../clock/clock.ts";
import type { PodLogBook } from "../../apiserver/logs/pod-log-book.ts";
import type { Hypervisors } from "../../store/hypervisors.ts";
import { conditionIsTrue } from "../../store/objects/conditions.ts";
import { podIsFinished, podKind, podsByController, type Pod } from "../../store/objects/pod.ts";
import { virtualMachineInstanceKind } from "../../store/objects/virtual-machine.ts";
import type { Store } from "../../store/store.ts";
import { logLine } from "./log-line.ts";

export interface LauncherWorld {
  readonly store: Store;
  readonly clock: Clock;
  readonly hypervisors: Hypervisors;
}

/** libvirt's lifecycle events with their numbers, as virt-launcher logs each one that it is told of. */
const lifecycle = {
  booted: event("started", 2, "booted", 0),
  arrived: event("started", 2, "migrated", 1),
  paused: event("suspended", 3, "paused", 0),
  unpaused: event("resumed", 4, "unpaused", 0),
  shutDown: event("stopped", 5, "shutdown", 0),
  crashed: event("stopped", 5, "crashed", 2),
  left: event("stopped", 5, "migrated", 3),
};

/** Keeps the logs of virt-launcher pods: what becomes of the guest in them. */
export function startLauncherLogs(world: LauncherWorld, logs: PodLogBook): void {
  const { store, hypervisors } = world;
  const launchers = new LauncherLogs(world, logs);
  store.watch(podKind, ({ type, object }) => {
    if (!isLauncher(object)) return;
    if (type === "DELETED") launchers.forget(object);
    else launchers.see(object);
  });
  store.watch(virtualMachineInstanceKind, ({ type, object, previous }) => {
    const [was, is] = [previous, object].map((vmi) => conditionIsTrue(vmi?.status.conditions, "Paused"));
    if (type === "MODIFIED" && was !== is) launchers.guestPaused(object.metadata.uid, is === true);
  });
  hypervisors.subscribe((nodeName, { changed }) => {
    for (const { uid } of changed) launchers.guestRuns(uid, nodeName);
  });
}

class LauncherLogs {
  readonly #world: LauncherWorld;
  readonly #logs: PodLogBook;
  /** What the log of a pod, by its uid, has told so far. */
  readonly #told = new Map<string, "ready" | "running" | "ended">();

  constructor(world: LauncherWorld, logs: PodLogBook) {
    this.#world = world;
    this.#logs = logs;
  }

  see(pod: Pod): void {
    const { uid } = pod.metadata;
    const told = this.#told.get(uid);
    if (told === undefined && pod.status.containerStatuses?.[0]?.state.running !== undefined) {
      this.#told.set(uid, "ready");
      this.#logs.begin(uid, 0);
      this.#say(pod, "Marked as ready");
    }
    if (podIsFinished(pod) && told !== undefined && told !== "ended") this.#end(pod, told === "running");
  }

  forget({ metadata: { uid } }: Pod): void {
    this.#told.delete(uid);
  }

  guestRuns(instanceUid: string, nodeName: string): void {
    const launchers = this.#launchersOf(instanceUid);
    const pod = launchers.find(({ spec }) => spec.nodeName === nodeName);
    if (pod === undefined || this.#told.get(pod.metadata.uid) !== "ready") return;
    this.#told.set(pod.metadata.uid, "running");
    const cameFromElsewhere = launchers.some(
      ({ metadata: { uid } }) => uid !== pod.metadata.uid && this.#told.get(uid) === "running",
    );
    this.#say(pod, cameFromElsewhere ? lifecycle.arrived : lifecycle.booted);
  }

  guestPaused(instanceUid: string, paused: boolean): void {
    const pod = this.#launchersOf(instanceUid).find(
      ({ metadata }) => this.#told.get(metadata.uid) === "running",
    );
    if (pod !== undefined) this.#say(pod, paused ? lifecycle.paused : lifecycle.unpaused);
  }

  #end(pod: Pod, hadGuest: boolean): void {
    this.#told.set(pod.metadata.uid, "ended");
    if (hadGuest) this.#say(pod, this.#endOf(pod));
    this.#say(pod, "Exiting...");
  }

  #endOf(pod: Pod): string {
    if (pod.status.phase === "Failed") return lifecycle.crashed;
    const instanceUid = pod.metadata.ownerReferences?.[0]?.uid ?? "";
    const nodeName = this.#world.hypervisors.get(instanceUid)?.nodeName;
    return nodeName === undefined || nodeName === pod.spec.nodeName ? lifecycle.shutDown : lifecycle.left;
  }

  #launchersOf(instanceUid: string): readonly Pod[] {
    return this.#world.store.by(podsByController, instanceUid).filter(isLauncher);
  }

  #say({ metadata: { uid } }: Pod, message: string): void {
    this.#logs.append(uid, 0, logLine(this.#world.clock, "virt-launcher", "info", message));
  }
}

function isLauncher({ metadata: { labels } }: Pod): boolean {
  return labels?.["kubevirt.io"] === "virt-launcher";
}

function event(name: string, id: number, detail: string, reason: number): string {
  return `DomainLifecycle event Domain event="${name}" detail="${detail}" with event id ${id} reason ${reason} received`;
}
