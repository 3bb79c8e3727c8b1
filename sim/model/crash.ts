import type { DomainFacts } from "./domain.ts";
import { uniform } from "./random.ts";
import { loadOf } from "./workloads/registry.ts";

/** How far a guest's life is from the usual one, as a share to either side. */
const spread = 0.2;

/** When a guest with such a workload panics, in seconds (t); undefined: it does not. Each start draws anew. */
export function crashesAt(
  { uid, namespace, name, startSeconds, workload }: DomainFacts,
  seed: number,
): number | undefined {
  const { crashAfter } = loadOf(workload, seed, `${namespace}/${name}`);
  return crashAfter === 0
    ? undefined
    : startSeconds + crashAfter * uniform(1 - spread, 1 + spread, seed, "crash", uid);
}
