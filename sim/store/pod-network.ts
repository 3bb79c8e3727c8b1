import type { Address, AddressPlan } from "../model/addresses.ts";

/** Which pod has which address: numbers given out in the order pods are set up, never twice. */
export class PodNetwork {
  readonly plan: AddressPlan;
  readonly #indexByUid = new Map<string, number>();
  #next = 0;

  constructor(plan: AddressPlan) {
    this.plan = plan;
  }

  /** The pod's address; given out on the first call. */
  addressOf(podUid: string): Address {
    return this.plan.pod(this.#indexOf(podUid));
  }

  /** The front listener through which the pod reaches the apiserver. */
  frontOf(podUid: string): Address {
    return this.plan.front(this.#indexOf(podUid));
  }

  #indexOf(podUid: string): number {
    let index = this.#indexByUid.get(podUid);
    if (index === undefined) this.#indexByUid.set(podUid, (index = this.#next++));
    return index;
  }
}
