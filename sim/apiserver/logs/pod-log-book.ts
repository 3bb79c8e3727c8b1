import type { Clock } from "../../clock/clock.ts";
import { podKind, type Pod } from "../../store/objects/pod.ts";
import type { Store } from "../../store/store.ts";
import type { EventStream } from "../../wire/exchange.ts";
import type { LogRequest, PodLogs } from "../parts/log.ts";
import { ContainerLog } from "./container-log.ts";
import { FollowedLog } from "./followed-log.ts";
import { LogReader } from "./log-reader.ts";

interface Run {
  readonly restartCount: number;
  readonly log: ContainerLog;
}

/**
 * The logs of all pods: of each pod's first container, which is the one that anything runs in, the present
 * run and the one before. They go with their pods.
 */
export class PodLogBook implements PodLogs {
  readonly #clock: Clock;
  /** By uid of the pod; the present run last. */
  readonly #runs = new Map<string, readonly Run[]>();
  readonly #unsubscribe: () => void;

  constructor(store: Store, clock: Clock) {
    this.#clock = clock;
    this.#unsubscribe = store.watch(podKind, ({ type, object }) => {
      if (type === "DELETED") this.#forget(object.metadata.uid);
    });
  }

  /** The pod's container begins, for the first time or again. */
  begin(podUid: string, restartCount: number): void {
    const runs = this.#runs.get(podUid) ?? [];
    const present = runs.at(-1);
    if (present?.restartCount === restartCount) return;
    present?.log.end();
    const previous = present === undefined ? [] : [present];
    this.#runs.set(podUid, [...previous, { restartCount, log: new ContainerLog() }]);
  }

  /** A line that a run of the container printed; nobody can read those of a pod that is gone. */
  append(podUid: string, restartCount: number, text: string): void {
    const run = this.#runs.get(podUid)?.find((known) => known.restartCount === restartCount);
    run?.log.append({ t: this.#clock.now(), text });
  }

  /** The container has ended. */
  end(podUid: string): void {
    this.#runs.get(podUid)?.at(-1)?.log.end();
  }

  read(pod: Pod, request: LogRequest): string | EventStream | undefined {
    const { uid } = pod.metadata;
    if (request.container !== pod.spec.containers[0]?.name) return request.previous ? undefined : "";
    if (request.previous && (this.#runs.get(uid)?.length ?? 0) < 2) return undefined;
    // Of a pod that nothing runs in: its container prints nothing, but it can be waited for.
    if (!this.#runs.has(uid)) this.begin(uid, 0);
    const log = this.#runs.get(uid)?.at(request.previous ? -2 : -1)?.log ?? new ContainerLog();
    const reader = new LogReader(log, request, this.#clock);
    return request.follow ? new FollowedLog(log, reader) : reader.read();
  }

  close(): void {
    this.#unsubscribe();
    for (const podUid of [...this.#runs.keys()]) this.#forget(podUid);
  }

  #forget(podUid: string): void {
    this.end(podUid);
    this.#runs.delete(podUid);
  }
}
