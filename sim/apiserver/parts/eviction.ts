import { kindNamed } from "../../store/kinds.ts";
import { controllerOf } from "../../store/object.ts";
import { conditionIsTrue } from "../../store/objects/conditions.ts";
import type { Pod } from "../../store/objects/pod.ts";
import {
  virtualMachineInstanceKind,
  type VirtualMachineInstance,
} from "../../store/objects/virtual-machine.ts";
import type { Store } from "../../store/store.ts";
import { fieldAt, numberAt, property } from "../field-access.ts";
import { matchesSelector } from "../selectors/match-selector.ts";
import { ApiError } from "../status.ts";

const budgetKind = kindNamed("poddisruptionbudgets", "policy");
const webhook = "virt-launcher-eviction-interceptor.kubevirt.io";

/**
 * Whether a pod may be evicted now: its disruption budget has to allow it, and a guest that is to be moved
 * away instead is. Throws ApiError 429, upon which kubectl drain tries again.
 */
export function checkEviction(store: Store, pod: Pod, dryRun: boolean): void {
  interceptLauncher(store, pod, dryRun);
  if (pod.status.phase !== "Running" && pod.status.phase !== "Pending") return;
  for (const budget of store.list(budgetKind, pod.metadata.namespace)) {
    if (!matchesSelector(fieldAt(budget, "spec.selector"), pod.metadata.labels)) continue;
    if ((numberAt(budget, "status.disruptionsAllowed") ?? 0) > 0) continue;
    throw tooManyRequests("Cannot evict pod as it would violate the pod's disruption budget.", {
      reason: "DisruptionBudget",
      message: `The disruption budget ${budget.metadata.name} needs ${numberAt(budget, "status.desiredHealthy") ?? 0} healthy pods and has ${numberAt(budget, "status.currentHealthy") ?? 0} currently`,
    });
  }
}

/**
 * What KubeVirt's webhook does: a guest whose eviction strategy is to migrate is marked to be evacuated, and
 * the eviction is refused until it is gone by itself.
 * Source: kubevirt pkg/virt-api/webhooks/validating-webhook/admitters/pod-eviction-admitter.go
 */
function interceptLauncher(store: Store, pod: Pod, dryRun: boolean): void {
  const owner = controllerOf(pod);
  if (owner?.kind !== "VirtualMachineInstance") return;
  const vmi = store.get(virtualMachineInstanceKind, pod.metadata.namespace, owner.name);
  if (vmi?.metadata.uid !== owner.uid || !isToBeMoved(vmi)) return;
  const marked = property(vmi.status, "evacuationNodeName") !== undefined;
  if (!marked && !dryRun && vmi.status.nodeName === pod.spec.nodeName) {
    const status = { ...vmi.status, ...(pod.spec.nodeName && { evacuationNodeName: pod.spec.nodeName }) };
    store.update(virtualMachineInstanceKind, { ...vmi, status });
  }
  const { namespace = "", name } = vmi.metadata;
  throw denied(`Eviction triggered evacuation of VMI "${namespace}/${name}"`);
}

function isToBeMoved(vmi: VirtualMachineInstance): boolean {
  const migratable = conditionIsTrue(vmi.status.conditions, "LiveMigratable");
  switch (vmi.spec.evictionStrategy) {
    case "LiveMigrate":
      if (!migratable) {
        throw denied(
          `VMI ${vmi.metadata.name} is configured with an eviction strategy but is not live-migratable`,
        );
      }
      return true;
    case "LiveMigrateIfPossible":
      return migratable;
    case "External":
      return true;
    default:
      return false;
  }
}

function denied(message: string): ApiError {
  return tooManyRequests(`admission webhook "${webhook}" denied the request: ${message}`);
}

function tooManyRequests(message: string, cause?: { reason: string; message: string }): ApiError {
  return new ApiError(429, "TooManyRequests", message, {
    details: cause === undefined ? {} : { causes: [cause] },
  });
}
