import { source, type Clock } from "../../clock/clock.ts";
import { uniform } from "../../model/random.ts";
import type { Store } from "../store.ts";
import type { History } from "./history.ts";
import type { VirtHandlers } from "./virt-handlers.ts";

/** What every controller works with. */
export interface ControllerContext {
  readonly store: Store;
  readonly clock: Clock;
  readonly seed: number;
  /** Whether what components do is still done for them. */
  readonly history: History;
  readonly handlers: VirtHandlers;
}

/** How long something takes: uniformly between two bounds, in seconds. */
interface DelayRange {
  readonly low: number;
  readonly high: number;
}

/** The delay that belongs to this key: the same in every run with the seed. */
export function keyedDelay(
  context: ControllerContext,
  range: DelayRange,
  ...key: readonly (string | number)[]
): number {
  return uniform(range.low, range.high, context.seed, "delay", ...key);
}

/** Calls `run` after `delaySeconds`. */
export function after(context: ControllerContext, delaySeconds: number, run: () => void): void {
  context.clock.at(context.clock.now() + delaySeconds, source.controller, run);
}
