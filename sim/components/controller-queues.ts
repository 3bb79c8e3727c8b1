import type { KubeObject } from "../store/object.ts";
import { virtualMachineInstanceKind } from "../store/objects/virtual-machine.ts";
import type { ComponentProcess } from "./component-process.ts";
import type { InformerSet } from "./informer/informer-set.ts";
import type { NodeController } from "./node-controller.ts";
import { controllerQueues, instanceQueue, nodeQueue, type QueueSource } from "./queue-sources.ts";
import type { WorkQueue } from "./work-queue.ts";

/** The work queues of virt-controller: there on every replica, filled on the leader alone. */
export class ControllerQueues {
  readonly #process: ComponentProcess;
  readonly #informers: InformerSet;
  readonly #nodeController: NodeController;
  readonly #queues: readonly { readonly queue: WorkQueue; readonly sources: readonly QueueSource[] }[];

  constructor(process: ComponentProcess, informers: InformerSet, nodeController: NodeController) {
    this.#process = process;
    this.#informers = informers;
    this.#nodeController = nodeController;
    this.#queues = controllerQueues.map(({ name, workers, sources }) => ({
      queue: this.#build(name, workers),
      sources,
    }));
  }

  /** Looks at what is known by now, and from here on at every change. */
  begin(): void {
    for (const { queue, sources } of this.#queues) {
      for (const { plural, keys } of sources) {
        const informer = this.#informers.find(plural);
        const enqueue = (object: KubeObject) => queue.addAll(keys(object));
        for (const object of informer?.list() ?? []) enqueue(object);
        informer?.listenToAll(enqueue);
      }
    }
  }

  #build(name: string, workers: number): WorkQueue {
    const queue: WorkQueue = this.#process.queue(name, workers, async (key) => {
      if (name === instanceQueue) this.#countSync(key);
      if (name !== nodeQueue) return;
      const recheckSeconds = await this.#nodeController.reconcile(key);
      if (recheckSeconds !== undefined) queue.addAfter(key, recheckSeconds);
    });
    return queue;
  }

  #countSync(key: string): void {
    const { syncs } = this.#process.metrics;
    const [namespace = "", name = ""] = key.split("/");
    const vmi = this.#informers.of(virtualMachineInstanceKind).get(namespace, name);
    if (vmi === undefined) syncs.forgot(namespace, name);
    else syncs.synced(namespace, name);
  }
}
