import type { ContainerRuntime, InstanceName } from "../container-runtime.ts";

/**
 * The way from controllers to the virt-handlers' processes. What a virt-handler does to a VMI it does with a
 * request of its own to the apiserver; the controllers know what is in it, and wait until it got through.
 */
export class VirtHandlers {
  readonly #runtime: ContainerRuntime;
  readonly #waiting = new Map<number, () => void>();
  #tickets = 0;

  constructor(runtime: ContainerRuntime) {
    this.#runtime = runtime;
  }

  /**
   * Has the virt-handler in this pod write the VMI; calls `written` once that got through, which may be never.
   * Returns how to take it back.
   */
  write(podUid: string, instance: InstanceName, written: () => void): () => void {
    const ticket = ++this.#tickets;
    this.#waiting.set(ticket, written);
    this.#runtime.write(podUid, { ...instance, ticket });
    return () => this.#waiting.delete(ticket);
  }

  /** The request with this ticket got through. */
  hear(ticket: number): void {
    const written = this.#waiting.get(ticket);
    this.#waiting.delete(ticket);
    written?.();
  }
}
