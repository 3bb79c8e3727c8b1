import { PodLogBook } from "../../apiserver/logs/pod-log-book.ts";
import type { LogRequest, PodLogs } from "../../apiserver/parts/log.ts";
import type { ComponentContainer } from "../../store/container-runtime.ts";
import { podKind, type Pod } from "../../store/objects/pod.ts";
import type { EventStream } from "../../wire/exchange.ts";
import type { PodLogEntry } from "../../wire/channel.ts";
import { startLauncherLogs, type LauncherWorld } from "./launcher-log.ts";
import { logLine } from "./log-line.ts";

/** What `kubectl logs` shows: what components say of themselves, and what becomes of guests. */
export class ClusterLogs implements PodLogs {
  readonly #world: LauncherWorld;
  readonly #book: PodLogBook;

  constructor(world: LauncherWorld) {
    this.#world = world;
    this.#book = new PodLogBook(world.store, world.clock);
    startLauncherLogs(world, this.#book);
    // After the launchers' logs, which have a last word when a container ends.
    world.store.watch(podKind, ({ object, previous }) => {
      if (runs(previous) && !runs(object)) this.#book.end(object.metadata.uid);
    });
  }

  /** A component's container is about to run. */
  begin({ podUid, restartCount }: Pick<ComponentContainer, "podUid" | "restartCount">): void {
    this.#book.begin(podUid, restartCount);
  }

  /** A component's process said something. */
  hear({ podUid, restartCount, component, level, message }: PodLogEntry): void {
    const text = level === undefined ? message : logLine(this.#world.clock, component, level, message);
    this.#book.append(podUid, restartCount, text);
  }

  read(pod: Pod, request: LogRequest): string | EventStream | undefined {
    return this.#book.read(pod, request);
  }
}

function runs(pod: Pod | undefined): boolean {
  return pod?.status.containerStatuses?.[0]?.state.running !== undefined;
}
