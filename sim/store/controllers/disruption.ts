import { timestampAt } from "../../clock/clock.ts";
import { isBeingDeleted, keyOf } from "../object.ts";
import { withCondition } from "../objects/conditions.ts";
import { budgetsOf, disruptionBudgetKind, type DisruptionBudget } from "../objects/disruption-budget.ts";
import { podIsFinished, podIsReady, podKind, type Pod } from "../objects/pod.ts";
import { podsMatching } from "../objects/pods-matching.ts";
import { resolveIntOrPercent } from "../objects/workloads.ts";
import type { ControllerContext } from "./context.ts";
import { reportSeconds, WorkQueue } from "./work-queue.ts";

const reactionSeconds = 0.05;

/** Keeps count of what each PodDisruptionBudget protects: how many pods are healthy, and how many may go. */
export function startDisruptionController(context: ControllerContext): void {
  const { store } = context;
  const queue = new WorkQueue(context.clock, (key) => reconcile(context, key));
  const add = ({ metadata }: DisruptionBudget) =>
    queue.add(keyOf(metadata), reportSeconds(context, reactionSeconds));
  store.watch(disruptionBudgetKind, ({ object, previous }) => {
    if (object.spec !== previous?.spec) add(object);
  });
  store.watch(podKind, ({ type, object, previous }) => {
    if (type === "MODIFIED" && previous !== undefined && !matters(previous, object)) return;
    for (const budget of budgetsOf(store, object)) add(budget);
  });
}

function matters(previous: Pod, pod: Pod): boolean {
  return (
    podIsReady(previous) !== podIsReady(pod) ||
    podIsFinished(previous) !== podIsFinished(pod) ||
    isBeingDeleted(previous) !== isBeingDeleted(pod) ||
    previous.metadata.labels !== pod.metadata.labels
  );
}

function reconcile(context: ControllerContext, key: string): void {
  const [namespace = "", name = ""] = key.split("/");
  const { store, clock } = context;
  const budget = store.get(disruptionBudgetKind, namespace, name);
  if (budget === undefined) return;
  const pods = podsMatching(store, namespace, budget.spec.selector?.matchLabels ?? {}).filter(
    (pod) => !podIsFinished(pod),
  );
  const expectedPods = pods.length;
  const currentHealthy = pods.filter((pod) => podIsReady(pod) && !isBeingDeleted(pod)).length;
  const desiredHealthy = desiredOf(budget, expectedPods);
  const disruptionsAllowed = Math.max(0, currentHealthy - desiredHealthy);
  const now = timestampAt(clock, clock.now());
  const allowed = {
    type: "DisruptionAllowed",
    status: disruptionsAllowed > 0 ? "True" : "False",
    reason: disruptionsAllowed > 0 ? "SufficientPods" : "InsufficientPods",
    message: "",
    lastTransitionTime: now,
  } as const;
  store.update(disruptionBudgetKind, {
    ...budget,
    status: {
      conditions: withCondition(budget.status.conditions ?? [], allowed),
      currentHealthy,
      desiredHealthy,
      disruptionsAllowed,
      expectedPods,
      observedGeneration: budget.metadata.generation ?? 1,
    },
  });
}

function desiredOf({ spec: { minAvailable, maxUnavailable } }: DisruptionBudget, expected: number): number {
  if (maxUnavailable !== undefined)
    return Math.max(0, expected - resolveIntOrPercent(maxUnavailable, 0, expected, "up"));
  return resolveIntOrPercent(minAvailable, 0, expected, "up");
}
