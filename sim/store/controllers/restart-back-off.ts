/** kubelet's CrashLoopBackOff: the first restart is immediate, then 10 s doubled up to 5 min, forgotten after 10 min. */
const backOffSeconds = { first: 10, most: 300, forgottenAfter: 600 };

/** How long a container that exits has to wait before it is started again. */
export class RestartBackOff {
  #nextSeconds = 0;

  /** The wait, in seconds, of a container that ran for `livedSeconds` before it exited. */
  afterExit(livedSeconds: number): number {
    const wait = livedSeconds > backOffSeconds.forgottenAfter ? 0 : this.#nextSeconds;
    this.#nextSeconds = wait === 0 ? backOffSeconds.first : Math.min(2 * wait, backOffSeconds.most);
    return wait;
  }
}
