import { source, type Clock } from "../clock/clock.ts";
import type { Cause, Stage } from "./cause.ts";

/** Plays causes at their times, and knows which comes next. */
export class Player {
  readonly #clock: Clock;
  readonly #stage: Stage;
  readonly #played: (cause: Cause) => void;
  /** What is still to come, the next one last. */
  #ahead: Cause[] = [];

  /** @param played called with each cause just after it was played */
  constructor(clock: Clock, stage: Stage, played: (cause: Cause) => void = () => undefined) {
    this.#clock = clock;
    this.#stage = stage;
    this.#played = played;
  }

  /** Plans causes; those that are past are played at once. Causes of one time are played in the given order. */
  add(causes: readonly Cause[]): void {
    this.#ahead = [...causes.toReversed(), ...this.#ahead].sort((a, b) => b.atSeconds - a.atSeconds);
    for (const cause of causes) {
      this.#clock.at(cause.atSeconds, source.plot, () => {
        this.#forget(cause);
        cause.play(this.#stage);
        this.#played(cause);
      });
    }
  }

  /** The next cause to come. */
  get next(): Cause | undefined {
    return this.#ahead.at(-1);
  }

  #forget(cause: Cause): void {
    const place = this.#ahead.lastIndexOf(cause);
    if (place >= 0) this.#ahead.splice(place, 1);
  }
}
