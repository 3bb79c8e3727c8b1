export type LossListener = (nodeName: string) => void;

/**
 * The machines behind the nodes: a machine runs until its power is cut. What ran on it is gone at once and
 * says nothing; its Node object stays until someone deletes it.
 */
export class Machines {
  /** Those whose power is cut, and whether they are gone for good. */
  readonly #lost = new Map<string, { readonly forGood: boolean }>();
  readonly #listeners = new Set<LossListener>();

  /**
   * Cuts the power; does nothing if it is cut already.
   *
   * @param forGood the machine does not exist any more, and a cloud's API says so
   */
  lose(nodeName: string, { forGood }: { readonly forGood: boolean }): void {
    if (this.#lost.has(nodeName)) return;
    this.#lost.set(nodeName, { forGood });
    for (const listener of this.#listeners) listener(nodeName);
  }

  /** A machine of this name is put up (again). */
  add(nodeName: string): void {
    this.#lost.delete(nodeName);
  }

  isLost(nodeName: string | undefined): boolean {
    return nodeName !== undefined && this.#lost.has(nodeName);
  }

  isGone(nodeName: string): boolean {
    return this.#lost.get(nodeName)?.forGood === true;
  }

  onLoss(listener: LossListener): void {
    this.#listeners.add(listener);
  }
}
