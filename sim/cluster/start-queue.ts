/** How many containers may be on their way to being ready at a time. */
export const mostStarting = 24;
/** One that is not ready after this long waits for something, and keeps nobody from starting. */
const longStartMillis = 5000;

/**
 * Lets containers start a few at a time. A thousand that shake hands with the apiserver at once leave each other
 * no time to finish, on a busy machine not even within the ten seconds that clients allow.
 */
export class StartQueue {
  /** Those that have not had their turn, in order. */
  readonly #waiting = new Map<string, () => void>();
  readonly #starting = new Map<string, NodeJS.Timeout>();

  /** Calls `start` when it is this container's turn: now or later. */
  add(podUid: string, start: () => void): void {
    this.#waiting.set(podUid, start);
    this.#startNext();
  }

  /** It is ready, or has ended, or is not to be started any more. */
  done(podUid: string): void {
    this.#waiting.delete(podUid);
    clearTimeout(this.#starting.get(podUid));
    if (this.#starting.delete(podUid)) this.#startNext();
  }

  #startNext(): void {
    for (const [podUid, start] of this.#waiting) {
      if (this.#starting.size >= mostStarting) return;
      this.#waiting.delete(podUid);
      const longStart = setTimeout(() => this.done(podUid), longStartMillis).unref();
      this.#starting.set(podUid, longStart);
      start();
    }
  }
}
