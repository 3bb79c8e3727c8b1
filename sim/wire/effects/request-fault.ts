import type { Clock } from "../../clock/clock.ts";
import type { RequestEffect } from "../../faults/fault.ts";
import type { RequestLine } from "../request-info.ts";
import type { ServedConnection } from "../server/served-connection.ts";
import { requestMatcher } from "./request-matcher.ts";

interface RequestFaultOptions {
  /** Of the timeline event. */
  readonly name: string;
  readonly effect: RequestEffect;
  readonly clock: Clock;
  /** Uniform draws from [0, 1). */
  readonly draw: () => number;
}

/** How long after a reset a client's own repetition of the request may come, in seconds. */
const repetitionSeconds = 1;

/** One fault on the requests through one listener: decides which of them it strikes. */
export class RequestFault {
  readonly name: string;
  readonly effect: RequestEffect;
  /** Whether it can strike such a request at all. */
  readonly isAbout: (request: RequestLine) => boolean;
  readonly #clock: Clock;
  readonly #draw: () => number;
  #left: number;
  #repetitionUntil = -Infinity;
  #held: (() => void)[] = [];
  #over = false;

  constructor({ name, effect, clock, draw }: RequestFaultOptions) {
    this.name = name;
    this.effect = effect;
    this.#clock = clock;
    this.#draw = draw;
    this.isAbout = requestMatcher(effect);
    this.#left = effect.first ?? Infinity;
  }

  /** Whether this request on `connection` is struck; each call is another request. */
  strikes(connection: ServedConnection, request: RequestLine): boolean {
    if (!this.isAbout(request)) return false;
    if (this.effect.type === "reset" && connection.use === "fresh") {
      if (this.#isRepetition()) return true;
      if (!this.effect.persist) return false;
    }
    if (this.#left <= 0) return false;
    if (this.effect.probability < 1 && this.#draw() >= this.effect.probability) return false;
    this.#left -= 1;
    return true;
  }

  /** Its client is going to repeat the request that was struck; with `persist` that is struck too. */
  expectRepetition(): void {
    if (this.effect.type === "reset" && this.effect.persist) {
      this.#repetitionUntil = this.#clock.now() + repetitionSeconds;
    }
  }

  /** Only what is under way as it begins is struck. */
  get sparesNew(): boolean {
    return this.effect.type === "interrupt" && this.effect.afterSeconds === undefined;
  }

  get over(): boolean {
    return this.#over;
  }

  /** What to do with a request when the fault is over. */
  hold(resume: () => void): void {
    this.#held.push(resume);
  }

  /** The fault is over. */
  end(): void {
    this.#over = true;
    for (const resume of this.#held.splice(0)) resume();
  }

  #isRepetition(): boolean {
    const expected = this.#clock.now() <= this.#repetitionUntil;
    this.#repetitionUntil = -Infinity;
    return expected;
  }
}
