import type { Demand } from "../demand.ts";
import type { Domain } from "../domain.ts";
import type { FlowPlan } from "../flows.ts";
import { random } from "../random.ts";
import type { Load } from "../workloads/parameters.ts";

/** What a guest's resources are laid out from. */
export interface ResourceContext {
  readonly domain: Domain;
  readonly seed: number;
  readonly load: Load;
  readonly demand: Demand;
  readonly plan: FlowPlan;
}

/** What a resource reports from. */
export interface Moment {
  /** How long the guest had run when the reading was taken, in seconds. */
  runSeconds: number;
  /** The counters then, unrounded, in the order of the plan. */
  readonly totals: Float64Array;
  /** The demand then, as a multiple of its average; 0 while the guest is paused. */
  demandRate: number;
}

/** Draws that belong to a VM for good: a restart does not change its character. */
export function characterOf({ domain, seed }: ResourceContext, resource: string): () => number {
  return random(seed, `${domain.namespace}/${domain.name}`, resource);
}

/** From (the first) up to (the second, not reached). */
export type Range = readonly [number, number];

/** A draw from a range. */
export function between(draw: () => number, [low, high]: Range): number {
  return low + (high - low) * draw();
}
