export type LossListener = (nodeName: string) => void;

/**
 * The machines behind the nodes: a machine runs until its power is cut. What ran on it is gone at once and
 * says nothing; its Node object stays until someone deletes it.
 */
export class Machines {
  readonly #lost = new Set<string>();
  readonly #listeners = new Set<LossListener>();

  /** Cuts the power; does nothing if it is cut already. */
  lose(nodeName: string): void {
    if (this.#lost.has(nodeName)) return;
    this.#lost.add(nodeName);
    for (const listener of this.#listeners) listener(nodeName);
  }

  /** A machine of this name is put up (again). */
  add(nodeName: string): void {
    this.#lost.delete(nodeName);
  }

  isLost(nodeName: string | undefined): boolean {
    return nodeName !== undefined && this.#lost.has(nodeName);
  }

  onLoss(listener: LossListener): void {
    this.#listeners.add(listener);
  }
}
