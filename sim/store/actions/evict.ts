import { conditionIsTrue } from "../objects/conditions.ts";
import { budgetsOf, disruptionBudgetKind, type DisruptionBudget } from "../objects/disruption-budget.ts";
import { evictionStrategyOf } from "../objects/kubevirt.ts";
import { podIsFinished, podKind, type Pod } from "../objects/pod.ts";
import { virtualMachineInstanceKind, type VirtualMachineInstance } from "../objects/virtual-machine.ts";
import { instanceOf } from "../controllers/launcher-pods.ts";
import type { Store } from "../store.ts";

/** Why a pod is not evicted now (an API server answers 429, and clients try again); undefined: it is. */
export interface EvictionRefusal {
  readonly message: string;
  /** The budget that stands against it, where one does. */
  readonly budget?: string;
}

interface EvictionOptions {
  readonly graceSeconds?: number;
  readonly dryRun?: boolean;
}

const webhook = 'admission webhook "virt-launcher-eviction-interceptor.kubevirt.io" denied the request: ';

/**
 * Asks for a pod's eviction, as the `eviction` subresource does.
 *
 * A launcher whose guest is to be migrated instead is refused, and its VMI marked to leave the node; any pod
 * whose budget has nothing to spare is refused; every other pod is deleted.
 */
export function evict(store: Store, pod: Pod, options: EvictionOptions = {}): EvictionRefusal | undefined {
  const dryRun = options.dryRun === true;
  const refusal = migratedInstead(store, pod, dryRun);
  if (refusal !== undefined) return { message: webhook + refusal };
  // A pod that is over, or not started, is in nobody's way.
  const budgets = podIsFinished(pod) || pod.status.phase === "Pending" ? [] : budgetsOf(store, pod);
  const spent = budgets.find(({ status }) => status.disruptionsAllowed <= 0);
  if (spent !== undefined) {
    const message = "Cannot evict pod as it would violate the pod's disruption budget.";
    return { message, budget: spent.metadata.name };
  }
  const grace = options.graceSeconds ?? pod.spec.terminationGracePeriodSeconds ?? 30;
  if (dryRun) return undefined;
  for (const budget of budgets) take(store, budget);
  store.delete(podKind, pod.metadata.namespace, pod.metadata.name, grace);
  return undefined;
}

/** One disruption less at once: the next eviction may come before the budget is reckoned anew. */
function take(store: Store, budget: DisruptionBudget): void {
  const disruptionsAllowed = budget.status.disruptionsAllowed - 1;
  store.update(disruptionBudgetKind, { ...budget, status: { ...budget.status, disruptionsAllowed } });
}

/** KubeVirt's answer for a launcher pod: what it says when the guest is to be migrated rather than shut down. */
function migratedInstead(store: Store, pod: Pod, dryRun: boolean): string | undefined {
  const vmi = instanceOf(store, pod);
  if (vmi === undefined || vmi.status.nodeName !== pod.spec.nodeName || podIsFinished(pod)) return undefined;
  const migratable = conditionIsTrue(vmi.status.conditions, "LiveMigratable");
  switch (evictionStrategyOf(store, vmi.spec)) {
    case "LiveMigrate":
      if (!migratable)
        return `VMI ${vmi.metadata.name} is configured with an eviction strategy but is not live-migratable`;
      return marked(store, vmi, dryRun);
    case "LiveMigrateIfPossible":
      return migratable ? marked(store, vmi, dryRun) : undefined;
    case "External":
      return marked(store, vmi, dryRun);
    default:
      return undefined;
  }
}

function marked(store: Store, vmi: VirtualMachineInstance, dryRun: boolean): string {
  const { namespace = "", name } = vmi.metadata;
  const evacuation = `Eviction triggered evacuation of VMI "${namespace}/${name}"`;
  if (vmi.status.evacuationNodeName !== undefined) return `Evacuation in progress: ${evacuation}`;
  if (!dryRun) {
    const status = { ...vmi.status, evacuationNodeName: vmi.status.nodeName ?? "" };
    store.update(virtualMachineInstanceKind, { ...vmi, status });
  }
  return evacuation;
}
