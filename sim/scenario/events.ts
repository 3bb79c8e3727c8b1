import { checkExpectations } from "./checks/expectations.ts";
import { checkFault, checkNodes } from "./checks/faults.ts";
import type { Fleet } from "./checks/fleet.ts";
import { checkLives, type LifeEvent } from "./checks/lives.ts";
import { checkVirtualMachine } from "./checks/virtual-machines.ts";
import type { Complain, Placed } from "./complaint.ts";
import { argumentsOf, doingOf, type EventEntry } from "./event-entry.ts";
import { replicasOf, type VirtualMachines } from "./expand.ts";
import type { TimelineEvent } from "./scenario.ts";
import { isMapping } from "./schema/is-mapping.ts";
import { mostVirtualMachines } from "./schema/virtual-machine.ts";
import type { UsableShape } from "./shape.ts";
import { isFaultKind } from "./supported.ts";
import { planTimeline, type PlannedEvent, type TimelinePlan } from "./timeline.ts";

/** The timeline in time order; says what could not happen. */
export function buildTimeline(
  shape: UsableShape,
  vms: VirtualMachines,
  fleet: Fleet | undefined,
  complain: Complain,
): TimelineEvent[] {
  const plan = planTimeline(shape, complain);
  for (const event of [...plan.events, ...plan.timeless]) {
    // What is damaged would be blamed for what is missing.
    if (!shape.isDamaged(event.path)) checkEvent(event, fleet, complain);
  }
  checkExpectations(shape, fleet, plan.times, complain);
  if (refuseTooManyCreated(plan.events, complain)) return [];
  const events = plan.events.map((event) => expandEvent(event, complain));
  const lives = events.flatMap((event) => event.lives);
  if (knowsAllLives(shape, vms, plan)) checkLives(vms.all, lives, complain);
  return events.flatMap(({ played }) => played);
}

/** Checks what an event names, whenever it happens. */
function checkEvent({ path, value }: Placed<EventEntry>, fleet: Fleet | undefined, complain: Complain): void {
  if ("fault" in value) checkFault({ path, value }, fleet, complain);
  else if ("create" in value) {
    checkVirtualMachine({ path: [...path, "create"], value: value.create }, fleet, complain);
  } else checkNodes(argumentsOf(value), [...path, doingOf(value)], fleet, complain);
}

function refuseTooManyCreated(events: readonly PlannedEvent[], complain: Complain): boolean {
  const count = events.reduce(
    (sum, { value }) => sum + ("create" in value ? (value.create.replicas ?? 1) : 0),
    0,
  );
  if (count <= mostVirtualMachines) return false;
  complain({
    path: ["timeline"],
    part: "key",
    message: `expected at most ${mostVirtualMachines} VMs to be created, got ${count}`,
    fix: "create fewer.",
  });
  return true;
}

/** An event as the plot plays it, and what it means for the lives of VMs. */
interface ExpandedEvent {
  readonly played: readonly TimelineEvent[];
  readonly lives: readonly LifeEvent[];
}

/** An event that creates several VMs is one for each of them. */
function expandEvent({ path, name, atSeconds, value }: PlannedEvent, complain: Complain): ExpandedEvent {
  if ("create" in value) {
    const created = replicasOf({ path: [...path, "create"], value: value.create }, 0, complain);
    return {
      played: created.map(({ value: vm }) => ({
        name: value.create.replicas === undefined ? name : `${name}.${vm.name}`,
        atSeconds,
        create: vm,
      })),
      lives: created.map((vm) => ({ atSeconds, does: "create", vm: { ...vm, path: [...vm.path, "name"] } })),
    };
  }
  const action = actionOf(value);
  const vm = "fault" in value ? undefined : argumentsOf(value).vm;
  const does = "delete" in value ? "delete" : "use";
  return {
    played: action === undefined ? [] : [{ name, atSeconds, ...action }],
    lives:
      vm === undefined ? [] : [{ atSeconds, does, vm: { path: [...path, doingOf(value), "vm"], value: vm } }],
  };
}

/** What the plot is to play; undefined for what it cannot play yet, which was refused. */
function actionOf(entry: Exclude<EventEntry, { readonly create: unknown }>) {
  if ("start" in entry) return { start: entry.start.vm };
  if ("stop" in entry) return { stop: entry.stop.vm };
  if ("delete" in entry) return { delete: entry.delete.vm };
  if ("crash" in entry) return { crash: entry.crash };
  if (!("fault" in entry) || !isFaultKind(entry.fault)) return undefined;
  return { fault: { kind: entry.fault, from: entry.from ?? {}, to: entry.to }, forSeconds: entry.for };
}

/**
 * Whether it is known of all VMs when they are there. Not so when one is misspelt, or an event that makes
 * or takes one: then whatever seems to be missing may be that.
 */
function knowsAllLives(
  shape: UsableShape,
  { entries, manifests }: VirtualMachines,
  plan: TimelinePlan,
): boolean {
  const makesOrTakes = (event: unknown) =>
    isMapping(event) && ["create", "delete", "apply"].some((verb) => verb in event);
  const isUncertain = ({ path, value }: Placed<EventEntry>) =>
    "apply" in value || (makesOrTakes(value) && shape.isDamaged(path));
  return (
    manifests.length === 0 &&
    shape.lost.every(({ section, item }) => section !== "virtualMachines" && !makesOrTakes(item)) &&
    entries.every(({ path }) =>
      ["name", "namespace", "replicas"].every((key) => !shape.isDamaged([...path, key])),
    ) &&
    plan.timeless.every(({ value }) => !makesOrTakes(value)) &&
    !plan.events.some(isUncertain)
  );
}
