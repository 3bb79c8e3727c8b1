import { evict, type EvictionRefusal } from "../../store/actions/evict.ts";
import type { Pod } from "../../store/objects/pod.ts";
import type { Store } from "../../store/store.ts";
import { ApiError } from "../status.ts";
import type { DeleteOptions } from "../write/delete-options.ts";

/** Evicts a pod, or would. Throws ApiError 429 when it may not go now, upon which kubectl drain tries again. */
export function evictPod(store: Store, pod: Pod, { dryRun, graceSeconds }: DeleteOptions): void {
  const options = { dryRun, ...(graceSeconds === undefined ? {} : { graceSeconds }) };
  const refusal = evict(store, pod, options);
  if (refusal !== undefined) throw tooManyRequests(refusal);
}

function tooManyRequests({ message, budget }: EvictionRefusal): ApiError {
  if (budget === undefined) return new ApiError(429, "TooManyRequests", message, { details: {} });
  const cause = {
    reason: "DisruptionBudget",
    message: `The disruption budget ${budget} does not allow another pod to go now`,
  };
  return new ApiError(429, "TooManyRequests", message, { details: { causes: [cause] } });
}
