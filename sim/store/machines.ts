type MachineListener = (nodeName: string) => void;

/**
 * The machines behind the nodes: a machine runs until its power is cut. What ran on it is gone at once and
 * says nothing; its Node object stays until someone deletes it.
 */
export class Machines {
  /** Those whose power is cut, and whether they are gone for good. */
  readonly #lost = new Map<string, { readonly forGood: boolean }>();
  readonly #lossListeners = new Set<MachineListener>();
  readonly #returnListeners = new Set<MachineListener>();

  /**
   * Cuts the power; does nothing if it is cut already.
   *
   * @param forGood the machine does not exist any more, and a cloud's API says so
   */
  lose(nodeName: string, { forGood }: { readonly forGood: boolean }): void {
    if (this.#lost.has(nodeName)) return;
    this.#lost.set(nodeName, { forGood });
    for (const listener of this.#lossListeners) listener(nodeName);
  }

  /** A machine of this name is put up; where power was cut it is back, and nothing runs on it yet. */
  add(nodeName: string): void {
    if (!this.#lost.delete(nodeName)) return;
    for (const listener of this.#returnListeners) listener(nodeName);
  }

  isLost(nodeName: string | undefined): boolean {
    return nodeName !== undefined && this.#lost.has(nodeName);
  }

  isGone(nodeName: string): boolean {
    return this.#lost.get(nodeName)?.forGood === true;
  }

  onLoss(listener: MachineListener): void {
    this.#lossListeners.add(listener);
  }

  onReturn(listener: MachineListener): void {
    this.#returnListeners.add(listener);
  }
}
