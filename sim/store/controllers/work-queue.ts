import { source, type Clock } from "../../clock/clock.ts";
import { StoreError } from "../errors.ts";
import type { ControllerContext } from "./context.ts";

/** After how long a key is tried again that the store refused: a user's object stands in the way, say. */
const retrySeconds = 5;
/** In history nobody looks, and what settles within seconds is reckoned once. */
const settlingSeconds = 10;
/**
 * How often a key may be worked on at one instant. Who needs more does not settle, as when a client wrote what
 * makes no sense; time has to go on all the same.
 */
const mostAtOneInstant = 100;
/** How often keys that wait for their component look whether it is there. */
const absenceSeconds = 1;

/**
 * Keys waiting to be reconciled. A key that is added again before its turn is worked on once, at the
 * earlier time, so a burst of changes costs one reconciliation.
 */
export class WorkQueue {
  readonly #clock: Clock;
  readonly #reconcile: (key: string) => void;
  readonly #reactionSecondsOf: (key: string) => number;
  readonly #works: () => boolean;
  readonly #due = new Map<string, number>();
  /** How often each key was worked on at the present instant. */
  readonly #worked = new Map<string, number>();
  #instant = NaN;

  /**
   * @param reactionSeconds how long after its first change a key is worked on; where some are far more work than
   *   others it may depend on the key
   * @param works whether the component this is part of is there; while it is not, keys wait
   */
  constructor(
    clock: Clock,
    reconcile: (key: string) => void,
    reactionSeconds: number | ((key: string) => number) = 0,
    works: () => boolean = () => true,
  ) {
    this.#clock = clock;
    this.#reconcile = reconcile;
    this.#reactionSecondsOf = typeof reactionSeconds === "number" ? () => reactionSeconds : reactionSeconds;
    this.#works = works;
  }

  add(key: string, delaySeconds = this.#reactionSecondsOf(key)): void {
    const t = this.#clock.now() + delaySeconds;
    const due = this.#due.get(key);
    if (due !== undefined && due <= t) return;
    this.#due.set(key, t);
    this.#clock.at(t, source.controller, () => {
      if (this.#due.get(key) !== t) return;
      this.#due.delete(key);
      if (this.#works()) this.#work(key);
      else this.add(key, absenceSeconds);
    });
  }

  #work(key: string): void {
    if (!this.#settles(key)) {
      this.add(key, retrySeconds);
      return;
    }
    try {
      this.#reconcile(key);
    } catch (error) {
      if (!(error instanceof StoreError)) throw error;
      this.add(key, retrySeconds);
    }
  }

  #settles(key: string): boolean {
    if (this.#instant !== this.#clock.now()) {
      this.#instant = this.#clock.now();
      this.#worked.clear();
    }
    const times = (this.#worked.get(key) ?? 0) + 1;
    this.#worked.set(key, times);
    return times <= mostAtOneInstant;
  }
}

/** How long a controller that only tells of what others do waits after a change: in the history, till all settled. */
export function reportSeconds({ clock, history }: ControllerContext, reactionSeconds: number): number {
  return Math.max(reactionSeconds, Math.min(settlingSeconds, history.secondsLeftAt(clock.now())));
}
