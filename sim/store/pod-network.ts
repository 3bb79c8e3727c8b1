import type { Clock } from "../clock/clock.ts";
import type { Address, AddressPlan } from "../model/addresses.ts";

/** How long an address rests after its pod is gone, so that nobody takes the next pod for the last. */
const restSeconds = 600;

/** Which pod has which address: numbers given out in the order pods are set up, and again when they have rested. */
export class PodNetwork {
  readonly plan: AddressPlan;
  readonly #clock: Clock;
  readonly #indexByUid = new Map<string, number>();
  /** Numbers of pods that are gone, the longest gone first. */
  readonly #resting: { readonly index: number; readonly since: number }[] = [];
  #next = 0;

  constructor(plan: AddressPlan, clock: Clock) {
    this.plan = plan;
    this.#clock = clock;
  }

  /** The pod's address; given out on the first call. */
  addressOf(podUid: string): Address {
    return this.plan.pod(this.#indexOf(podUid));
  }

  /** The front listener through which the pod reaches the apiserver. */
  frontOf(podUid: string): Address {
    return this.plan.front(this.#indexOf(podUid));
  }

  /** The pod is gone; does nothing if it had no address. */
  release(podUid: string): void {
    const index = this.#indexByUid.get(podUid);
    if (index === undefined) return;
    this.#indexByUid.delete(podUid);
    this.#resting.push({ index, since: this.#clock.now() });
  }

  #indexOf(podUid: string): number {
    let index = this.#indexByUid.get(podUid);
    if (index === undefined) this.#indexByUid.set(podUid, (index = this.#free()));
    return index;
  }

  #free(): number {
    const [longest] = this.#resting;
    if (longest === undefined || this.#clock.now() - longest.since < restSeconds) return this.#next++;
    this.#resting.shift();
    return longest.index;
  }
}
