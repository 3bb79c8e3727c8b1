import { source, type Clock } from "../../clock/clock.ts";

/** What a packet takes between two pods of a cluster, with the work at both ends. */
const latencySeconds = { shortest: 0.0002, longest: 0.002 };

/** One direction of a connection: what is sent arrives after a while, and in order. */
export class VirtualWay {
  readonly #clock: Clock;
  readonly #draw: () => number;
  #lastArrival = -Infinity;

  /** @param draw gives uniform draws from [0, 1) */
  constructor(clock: Clock, draw: () => number) {
    this.#clock = clock;
    this.#draw = draw;
  }

  send(arrive: () => void): void {
    const { shortest, longest } = latencySeconds;
    const arrival = this.#clock.now() + shortest + this.#draw() * (longest - shortest);
    this.#lastArrival = Math.max(this.#lastArrival, arrival);
    this.#clock.at(this.#lastArrival, source.wire, arrive);
  }
}
