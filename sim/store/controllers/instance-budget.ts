import { nameSuffix } from "../../model/random.ts";
import { controlledBy, controllerOf, isBeingDeleted } from "../object.ts";
import { disruptionBudgetKind } from "../objects/disruption-budget.ts";
import { evictionStrategyOf } from "../objects/kubevirt.ts";
import { createdByLabel } from "../objects/launcher-pod.ts";
import {
  isFinal,
  virtualMachineInstanceKind,
  type VirtualMachineInstance,
} from "../objects/virtual-machine.ts";
import type { ControllerContext } from "./context.ts";
import { recordEvent } from "./event-recorder.ts";

const component = "disruptionbudget-controller";

/** Protects the launcher of every VMI that is to be migrated before it is evicted with a budget of its own. */
export function startInstanceBudgetController(context: ControllerContext): void {
  context.store.watch(virtualMachineInstanceKind, ({ type, object, previous }) => {
    if (type === "DELETED") return;
    const begins = previous === undefined || previous.spec !== object.spec;
    const ends = isEnding(object) && (previous === undefined || !isEnding(previous));
    if (!begins && !ends) return;
    const wanted = !isEnding(object) && wantsMigration(context, object);
    const name = `kubevirt-disruption-budget-${nameSuffix(5, context.seed, "budget", object.metadata.uid)}`;
    const present = context.store.get(disruptionBudgetKind, object.metadata.namespace, name);
    const own = present !== undefined && controllerOf(present)?.uid === object.metadata.uid;
    if (wanted && present === undefined) create(context, object, name);
    if (!wanted && own) remove(context, object, name);
  });
}

function isEnding(vmi: VirtualMachineInstance): boolean {
  return isBeingDeleted(vmi) || isFinal(vmi);
}

function wantsMigration({ store }: ControllerContext, { spec }: VirtualMachineInstance): boolean {
  const strategy = evictionStrategyOf(store, spec);
  return strategy === "LiveMigrate" || strategy === "LiveMigrateIfPossible" || strategy === "External";
}

function create(context: ControllerContext, vmi: VirtualMachineInstance, name: string): void {
  context.store.create(disruptionBudgetKind, {
    apiVersion: "policy/v1",
    kind: "PodDisruptionBudget",
    metadata: {
      name,
      generateName: "kubevirt-disruption-budget-",
      namespace: vmi.metadata.namespace ?? "",
      ownerReferences: [controlledBy(vmi)],
    },
    spec: { minAvailable: 1, selector: { matchLabels: { [createdByLabel]: vmi.metadata.uid } } },
    status: { currentHealthy: 0, desiredHealthy: 1, disruptionsAllowed: 0, expectedPods: 0 },
  });
  const message = `Created PodDisruptionBudget ${name}`;
  recordEvent(context, vmi, { reason: "SuccessfulCreate", message, component });
}

function remove(context: ControllerContext, vmi: VirtualMachineInstance, name: string): void {
  context.store.delete(disruptionBudgetKind, vmi.metadata.namespace, name);
  const message = `Deleted PodDisruptionBudget ${name}`;
  recordEvent(context, vmi, { reason: "SuccessfulDelete", message, component });
}
