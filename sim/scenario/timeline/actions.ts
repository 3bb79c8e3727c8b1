import type { Complain, Placed } from "../complaint.ts";
import type { FaultEntry } from "../schema/fault.ts";
import type { EventEntry } from "./event-entry.ts";
import type { ScenarioSource } from "../scenario-source.ts";
import { nodesOf, virtualMachinesOf } from "../fleet/expand.ts";
import { objectsIn } from "../files/manifest-files.ts";
import type { FilesystemFill, TimelineFault, TimelineVerb } from "../scenario.ts";

/** What is done at an event's time. */
export type Action = TimelineVerb | TimelineFault;

/** One action, and the name of what it makes where an event makes several things. */
interface NamedAction {
  readonly of: string | undefined;
  readonly action: Action;
}

/** What an event comes to: one action, or one for each replica of what it makes. */
export function actionsOf(
  { path, value }: Placed<EventEntry>,
  source: ScenarioSource,
  complain: Complain,
): NamedAction[] {
  if ("create" in value) {
    const vms = virtualMachinesOf({ path: [...path, "create"], value: value.create }, 0, complain);
    return vms.map((vm) => ({
      of: nameOfReplica(value.create, vm.value.name),
      action: { create: vm.value },
    }));
  }
  if ("addNode" in value) {
    const nodes = nodesOf({ path: [...path, "addNode"], value: value.addNode }, complain);
    return nodes.map((node) => ({
      of: nameOfReplica(value.addNode, node.value.name),
      action: { addNode: node.value },
    }));
  }
  return singleAction({ path, value }, source, complain).map((action) => ({ of: undefined, action }));
}

function nameOfReplica({ replicas }: { readonly replicas?: number }, name: string): string | undefined {
  return replicas === undefined ? undefined : name;
}

type SingleEntry = Exclude<EventEntry, { readonly create: unknown } | { readonly addNode: unknown }>;

function singleAction(
  { path, value }: Placed<SingleEntry>,
  source: ScenarioSource,
  complain: Complain,
): Action[] {
  if ("fault" in value) return [faultOf(value)];
  if ("churn" in value) {
    const { perMinute, lifetime, virtualMachine } = value.churn;
    const like = { path: [...path, "churn", "virtualMachine"], value: virtualMachine };
    return virtualMachinesOf(like, 0, complain).map((vm) => ({
      churn: { perMinute, lifetimeSeconds: lifetime, virtualMachine: vm.value, forSeconds: value.for },
    }));
  }
  if ("hang" in value) return [{ hang: { ...value.hang.vm, forSeconds: value.for } }];
  if ("apply" in value) {
    const files = value.apply.manifests;
    const objects = files.flatMap((file, index) =>
      objectsIn({ path: [...path, "apply", "manifests", index], value: file }, source, complain),
    );
    return [{ apply: { manifests: files.map(source.absolute), objects } }];
  }
  return [verbOf(value)];
}

function faultOf({ fault: kind, from = {}, to, settings, for: forSeconds }: FaultEntry): TimelineFault {
  const given = Object.keys(settings).length === 0 ? {} : { settings };
  return { fault: { kind, from, to, ...given }, forSeconds };
}

type FillEntry = Extract<EventEntry, { readonly fill: unknown }>["fill"];

function fillOf({ percent, over, ...target }: FillEntry): FilesystemFill {
  return { ...target, share: percent / 100, overSeconds: over };
}

type VerbEntry = Exclude<
  SingleEntry,
  | { readonly fault: unknown }
  | { readonly churn: unknown }
  | { readonly hang: unknown }
  | { readonly apply: unknown }
>;

function verbOf(value: VerbEntry): TimelineVerb {
  if ("delete" in value) return { delete: value.delete.vm };
  if ("start" in value) return { start: value.start.vm };
  if ("stop" in value) return { stop: value.stop.vm };
  if ("restart" in value) return { restart: value.restart.vm };
  if ("pause" in value) return { pause: value.pause.vm };
  if ("unpause" in value) return { unpause: value.unpause.vm };
  if ("migrate" in value) return { migrate: value.migrate.vm };
  if ("panic" in value) return { panic: value.panic.vm };
  if ("fill" in value) return { fill: fillOf(value.fill) };
  if ("drain" in value) return { drain: value.drain };
  if ("cordon" in value) return { cordon: value.cordon };
  if ("uncordon" in value) return { uncordon: value.uncordon };
  if ("removeNode" in value) return { removeNode: value.removeNode };
  if ("scale" in value) return { scale: value.scale };
  if ("rollout" in value) return { rollout: value.rollout };
  return { crash: value.crash };
}
