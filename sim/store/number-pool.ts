import type { Clock } from "../clock/clock.ts";

/** How long a number rests after its holder is gone, so that nobody takes the next holder for the last. */
const restSeconds = 600;

/** Numbers given out to uids, the lowest first, and again when they have rested. */
export class NumberPool {
  readonly #clock: Clock;
  readonly #byUid = new Map<string, number>();
  /** Numbers whose holders are gone, the longest gone first. */
  readonly #resting: { readonly number: number; readonly since: number }[] = [];
  #next = 0;

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  /** The number of this uid; given out on the first call. */
  of(uid: string): number {
    let number = this.#byUid.get(uid);
    if (number === undefined) this.#byUid.set(uid, (number = this.#free()));
    return number;
  }

  /** Its holder is gone; does nothing if it had no number. */
  release(uid: string): void {
    const number = this.#byUid.get(uid);
    if (number === undefined) return;
    this.#byUid.delete(uid);
    this.#resting.push({ number, since: this.#clock.now() });
  }

  #free(): number {
    const [longest] = this.#resting;
    if (longest === undefined || this.#clock.now() - longest.since < restSeconds) return this.#next++;
    this.#resting.shift();
    return longest.number;
  }
}
