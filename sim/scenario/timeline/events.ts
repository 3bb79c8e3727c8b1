import { actionsOf } from "./actions.ts";
import { checkExpectations } from "../checks/expectations.ts";
import { checkFault, checkNodes } from "../checks/faults.ts";
import { Fleet } from "../checks/fleet.ts";
import { checkLives, type LifeEvent } from "../checks/lives.ts";
import { checkVirtualMachine } from "../checks/virtual-machines.ts";
import { formatPath, type Complain, type Placed } from "../complaint.ts";
import { argumentsOf, doingOf, type EventEntry } from "./event-entry.ts";
import { nodesOf, type VirtualMachines } from "../fleet/expand.ts";
import { virtualMachinesIn } from "../fleet/manifests.ts";
import { replicaNames } from "../fleet/replicas.ts";
import type { Manifest, NodeSpec, TimelineEvent } from "../scenario.ts";
import type { ScenarioSource } from "../scenario-source.ts";
import { isMapping } from "../schema/is-mapping.ts";
import { mostVirtualMachines } from "../schema/virtual-machine.ts";
import type { UsableShape } from "../shape.ts";
import { planTimeline, type PlannedEvent, type TimelinePlan } from "./plan.ts";
import { replicasIn } from "../fleet/too-many.ts";

/** What a timeline acts on. */
interface TimelineContext {
  readonly shape: UsableShape;
  readonly vms: VirtualMachines;
  /** What is there from the start by manifests. */
  readonly objects: readonly Placed<Manifest>[];
  /** Undefined where it is not known what nodes there are. */
  readonly nodes: readonly NodeSpec[] | undefined;
  readonly source: ScenarioSource;
}

/** The timeline in time order; says what could not happen. */
export function buildTimeline(context: TimelineContext, complain: Complain): TimelineEvent[] {
  const { shape, vms, objects, source } = context;
  const plan = planTimeline(shape, complain);
  const fleet = laterFleet(context);
  for (const event of [...plan.events, ...plan.timeless]) {
    // What is damaged would be blamed for what is missing.
    if (!shape.isDamaged(event.path)) checkEvent(event, fleet, complain);
  }
  checkExpectations(shape, fleet, plan.times, complain);
  if (refuseTooManyCreated(plan.events, complain)) return [];
  if (knowsAllLives(context, plan)) {
    checkLives([...vms.all, ...virtualMachinesIn(objects)], plan.events.flatMap(livesIn), complain);
  }
  return plan.events.flatMap((event) =>
    actionsOf(event, source, complain).map(({ of, action }) => ({
      name: of === undefined ? event.name : `${event.name}.${of}`,
      atSeconds: event.atSeconds,
      ...action,
    })),
  );
}

/** The nodes that there are at some time: those from the start, and those that join. */
function laterFleet({ shape, nodes }: TimelineContext): Fleet | undefined {
  const joining = shape.file.timeline.flatMap((value) =>
    "addNode" in value ? nodesOf({ path: [], value: value.addNode }, () => undefined) : [],
  );
  return nodes && new Fleet([...nodes, ...joining.map(({ value }) => value)]);
}

/** Checks what an event names, whenever it happens. */
function checkEvent({ path, value }: Placed<EventEntry>, fleet: Fleet | undefined, complain: Complain): void {
  if ("fault" in value) checkFault({ path, value }, fleet, complain);
  else if ("create" in value) {
    checkVirtualMachine({ path: [...path, "create"], value: value.create }, fleet, complain);
  } else checkNodes(argumentsOf(value), [...path, doingOf(value)], fleet, complain);
}

function refuseTooManyCreated(events: readonly PlannedEvent[], complain: Complain): boolean {
  const count = replicasIn(events.flatMap(({ value }) => ("create" in value ? [value.create] : [])));
  if (count <= mostVirtualMachines) return false;
  complain({
    path: ["timeline"],
    part: "key",
    message: `expected at most ${mostVirtualMachines} VMs to be created, got ${count}`,
    fix: "create fewer.",
  });
  return true;
}

/** What an event means for the lives of VMs. */
function livesIn({ path, atSeconds, value }: PlannedEvent): LifeEvent[] {
  if ("create" in value) {
    const { namespace } = value.create;
    const place = [...path, "create", "name"];
    return replicaNames({ path, value: value.create }, () => undefined).map((name) => ({
      atSeconds,
      does: "create",
      vm: { path: place, value: { namespace, name } },
    }));
  }
  const vm = "fault" in value ? undefined : argumentsOf(value).vm;
  if (vm === undefined) return [];
  const does = "delete" in value ? "delete" : "use";
  return [{ atSeconds, does, vm: { path: [...path, doingOf(value), "vm"], value: vm } }];
}

/**
 * Whether it is known of all VMs when they are there. Not so when one is misspelt, or an event that makes
 * or takes one: then whatever seems to be missing may be that.
 */
function knowsAllLives({ shape, vms: { entries, manifests }, objects }: TimelineContext, plan: TimelinePlan) {
  const makesOrTakes = (event: unknown) =>
    isMapping(event) && ["create", "delete", "apply", "churn"].some((verb) => verb in event);
  const isUncertain = ({ path, value }: Placed<EventEntry>) =>
    "apply" in value || "churn" in value || (makesOrTakes(value) && shape.isDamaged(path));
  return (
    // A file that could not be read may be the one with the VM.
    new Set(objects.map(({ path }) => formatPath(path))).size ===
      manifests.length + shape.file.manifests.length &&
    shape.lost.every(({ section, item }) => section !== "virtualMachines" && !makesOrTakes(item)) &&
    entries.every(({ path }) =>
      ["name", "namespace", "replicas"].every((key) => !shape.isDamaged([...path, key])),
    ) &&
    plan.timeless.every(({ value }) => !makesOrTakes(value)) &&
    !plan.events.some(isUncertain)
  );
}
