/**
 * The time before KubeVirt's components are there. What they do is done for them until it ends, in no time
 * that anyone could see: the guests of a scenario have a past, but the processes do not.
 */
export class History {
  readonly #endsAt: number;
  #over = false;

  /** @param endsAt when it is to be ended, in seconds (t) */
  constructor(endsAt: number) {
    this.#endsAt = endsAt;
  }

  get over(): boolean {
    return this.#over;
  }

  /** From now on what a component does waits for that component. */
  end(): void {
    this.#over = true;
  }

  /** How much of it is left at `t`, in seconds. */
  secondsLeftAt(t: number): number {
    return this.#over ? 0 : Math.max(0, this.#endsAt - t);
  }
}
