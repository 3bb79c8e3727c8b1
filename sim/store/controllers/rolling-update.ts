import { resolveIntOrPercent, type Deployment, type ReplicaSet } from "../objects/workloads.ts";

/**
 * How many pods each ReplicaSet of a Deployment is to have next, by uid.
 *
 * A rolling update adds new pods up to the surge, and takes old ones away as far as enough stay available:
 * first those that are not, then from the oldest ReplicaSet on. Recreate takes all old ones away first.
 */
export function rollingSizes(
  deployment: Deployment,
  current: ReplicaSet,
  old: readonly ReplicaSet[],
): ReadonlyMap<string, number> {
  const sizes = new Map([current, ...old].map((replicaSet) => [replicaSet.metadata.uid, size(replicaSet)]));
  const wanted = count(deployment.spec.replicas);
  if (deployment.spec.strategy?.type === "Recreate") {
    for (const { metadata } of old) sizes.set(metadata.uid, 0);
    if (old.every(({ status }) => status.replicas === 0)) sizes.set(current.metadata.uid, wanted);
    return sizes;
  }
  const { maxSurge, maxUnavailable } = limitsOf(deployment);
  const total = sum([...sizes.values()]);
  const room = wanted + maxSurge - total;
  const added = Math.max(0, Math.min(room, wanted - size(current)));
  sizes.set(current.metadata.uid, Math.min(wanted, size(current) + added));
  if (added > 0) return sizes;
  const unavailableNew = size(current) - available(current);
  let removable = total - (wanted - maxUnavailable) - unavailableNew;
  for (const step of [removeUnavailable, removeAvailable]) {
    for (const replicaSet of byAge(old)) {
      const before = sizes.get(replicaSet.metadata.uid) ?? 0;
      const removed = Math.max(0, Math.min(removable, step(replicaSet, before)));
      sizes.set(replicaSet.metadata.uid, before - removed);
      removable -= removed;
    }
    removable = Math.min(removable, sum([current, ...old].map(available)) - (wanted - maxUnavailable));
  }
  return sizes;
}

function removeUnavailable(replicaSet: ReplicaSet, size: number): number {
  return size - available(replicaSet);
}

function removeAvailable(_: ReplicaSet, size: number): number {
  return size;
}

/** At least one of the two is more than 0, or nothing could ever move. */
function limitsOf({ spec: { strategy, replicas } }: Deployment) {
  const rolling = strategy?.rollingUpdate;
  const maxSurge = resolveIntOrPercent(rolling?.maxSurge, "25%", replicas, "up");
  const maxUnavailable = resolveIntOrPercent(rolling?.maxUnavailable, "25%", replicas, "down");
  return { maxSurge, maxUnavailable: maxSurge === 0 && maxUnavailable === 0 ? 1 : maxUnavailable };
}

function byAge(replicaSets: readonly ReplicaSet[]): readonly ReplicaSet[] {
  return [...replicaSets].sort((a, b) =>
    a.metadata.creationTimestamp < b.metadata.creationTimestamp ? -1 : 1,
  );
}

function available({ status }: ReplicaSet): number {
  return count(status.availableReplicas);
}

function size({ spec }: ReplicaSet): number {
  return count(spec.replicas);
}

/** A client may have written anything there; a size that is no number would never be reached. */
function count(value: number | undefined): number {
  return Number.isInteger(value) ? (value ?? 0) : 0;
}

function sum(numbers: readonly number[]): number {
  return numbers.reduce((total, number) => total + number, 0);
}
