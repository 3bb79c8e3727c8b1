import { basename, dirname, resolve } from "node:path";
import { nameLike } from "./schema/leaves.ts";
import type { Surroundings } from "./files/surroundings.ts";

/** Where a scenario is from. */
export interface ScenarioSource {
  /** What the scenario is called when it does not say. */
  readonly defaultName: string;
  /** Makes a path that is relative to the scenario absolute. */
  readonly absolute: (path: string) => string;
  readonly surroundings: Surroundings;
}

export function sourceOf(file: string, surroundings: Surroundings): ScenarioSource {
  return {
    defaultName: nameLike(basename(file).replace(/\.ya?ml$/, "")) || "scenario",
    absolute: absoluteFrom(file),
    surroundings,
  };
}

export function absoluteFrom(file: string): (path: string) => string {
  return (path) => resolve(dirname(file), path);
}
