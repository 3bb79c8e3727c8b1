import type { Clock } from "../clock/clock.ts";
import type { Address, AddressPlan } from "../model/addresses.ts";
import { NumberPool } from "./number-pool.ts";

/**
 * Which pod has which address. Component pods, which listen at theirs, and launchers, whose guests only have
 * one, are numbered apart: however many guests come and go, no component runs out of addresses.
 */
export class PodNetwork {
  readonly plan: AddressPlan;
  readonly #components: NumberPool;
  readonly #launchers: NumberPool;

  constructor(plan: AddressPlan, clock: Clock) {
    this.plan = plan;
    this.#components = new NumberPool(clock);
    this.#launchers = new NumberPool(clock);
  }

  /** Where a component's pod listens; given out on the first call. */
  addressOf(podUid: string): Address {
    return this.plan.pod(this.#components.of(podUid));
  }

  /** The front listener through which a component's pod reaches the apiserver. */
  frontOf(podUid: string): Address {
    return this.plan.front(this.#components.of(podUid));
  }

  /** The IP of a pod at which nothing of ours listens; given out on the first call. */
  launcherIpOf(podUid: string): string {
    return this.plan.launcherIp(this.#launchers.of(podUid));
  }

  /** The pod is gone; does nothing if it had no address. */
  release(podUid: string): void {
    this.#components.release(podUid);
    this.#launchers.release(podUid);
  }
}
