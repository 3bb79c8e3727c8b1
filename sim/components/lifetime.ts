import { source, type Clock } from "../clock/clock.ts";

/**
 * How long a process lives. What it planned ends with it: a sleep that is under way then never resolves,
 * as code of a killed process never runs on, so nothing that waits has to ask whether it still may.
 */
export class Lifetime {
  readonly clock: Clock;
  readonly #endings = new Set<() => void>();
  #ended = false;

  constructor(clock: Clock) {
    this.clock = clock;
  }

  get ended(): boolean {
    return this.#ended;
  }

  /** Calls `run` after `seconds`, unless the process ends before. Returns how to call it off. */
  after(seconds: number, run: () => void): () => void {
    if (this.#ended) return () => undefined;
    const timer = this.clock.at(this.clock.now() + seconds, source.component, () => {
      this.#endings.delete(callOff);
      run();
    });
    const callOff = () => {
      this.clock.cancel(timer);
      this.#endings.delete(callOff);
    };
    this.#endings.add(callOff);
    return callOff;
  }

  sleep(seconds: number): Promise<void> {
    return new Promise((resolve) => void this.after(seconds, resolve));
  }

  /** What `promise` resolves to, if the process then still lives. */
  async outlast<T>(promise: Promise<T>): Promise<T> {
    try {
      return await promise;
    } finally {
      if (this.#ended) await new Promise<never>(() => undefined);
    }
  }

  /** Calls `run` when the process ends. Returns how to take that back. */
  onEnd(run: () => void): () => void {
    this.#endings.add(run);
    return () => this.#endings.delete(run);
  }

  end(): void {
    if (this.#ended) return;
    this.#ended = true;
    for (const ending of [...this.#endings]) ending();
    this.#endings.clear();
  }
}
