import { random } from "../model/random.ts";
import { matchesLabels } from "../store/selector.ts";
import type { FaultEnd } from "./fault.ts";

/** A component pod that a fault may be meant for. */
export interface Candidate {
  readonly component: string;
  /** Name of the pod. */
  readonly pod: string;
  readonly labels: Readonly<Record<string, string>>;
  readonly node: string;
  readonly nodeLabels: Readonly<Record<string, string>>;
}

/**
 * The candidates that an end of a fault names; with `percent` that share of them, at least one.
 *
 * Which ones these are depends on the seed and the pods' names, not on their order.
 */
export function selected<C extends Candidate>(end: FaultEnd, candidates: readonly C[], seed: number): C[] {
  const matching = candidates.filter((candidate) => matches(end, candidate));
  if (end.percent === undefined) return matching;
  const count = Math.max(1, Math.round((matching.length * end.percent) / 100));
  const chosen = matching
    .map((candidate) => ({ candidate, rank: random(seed, "percent", candidate.pod)() }))
    .sort((a, b) => a.rank - b.rank)
    .slice(0, count)
    .map(({ candidate }) => candidate);
  return matching.filter((candidate) => chosen.includes(candidate));
}

function matches(end: FaultEnd, candidate: Candidate): boolean {
  const { component, pod, node, labels = {}, nodeSelector = {} } = end;
  return (
    (component === undefined || component === candidate.component) &&
    (pod === undefined || pod === candidate.pod) &&
    (node === undefined || node === candidate.node) &&
    matchesLabels(candidate.labels, labels) &&
    matchesLabels(candidate.nodeLabels, nodeSelector)
  );
}
