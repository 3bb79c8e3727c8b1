import { source, type Clock } from "../clock/clock.ts";
import type { Cause, Stage } from "./cause.ts";

/** Plays causes at their times, and knows which comes next. */
export class Player {
  readonly #clock: Clock;
  readonly #stage: Stage;
  readonly #played: (cause: Cause) => void;
  #ahead: Cause[] = [];

  /** @param played called with each cause just after it was played */
  constructor(clock: Clock, stage: Stage, played: (cause: Cause) => void = () => undefined) {
    this.#clock = clock;
    this.#stage = stage;
    this.#played = played;
  }

  /** Plans causes; those that are past are played at once. */
  add(causes: readonly Cause[]): void {
    this.#ahead = [...this.#ahead, ...causes].sort((a, b) => a.atSeconds - b.atSeconds);
    for (const cause of causes) {
      this.#clock.at(cause.atSeconds, source.plot, () => {
        this.#ahead = this.#ahead.filter((other) => other !== cause);
        cause.play(this.#stage);
        this.#played(cause);
      });
    }
  }

  /** The next cause to come. */
  get next(): Cause | undefined {
    return this.#ahead[0];
  }
}
