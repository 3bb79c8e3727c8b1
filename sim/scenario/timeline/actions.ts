import type { Complain, Placed } from "../complaint.ts";
import type { FaultEntry } from "../schema/fault.ts";
import type { EventEntry } from "./event-entry.ts";
import type { ScenarioSource } from "../scenario-source.ts";
import { nodesOf, virtualMachinesOf } from "../fleet/expand.ts";
import { readManifests } from "../yaml/manifests.ts";
import {
  supportedVerbs,
  type Manifest,
  type TimelineFault,
  type TimelineVerb,
  type Verb,
  type VerbUnion,
} from "../scenario.ts";

/** What is done at an event's time. */
export type Action = VerbUnion<Verb> | TimelineFault;

/** One action, and the name of what it makes where an event makes several things. */
export interface NamedAction {
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
  if ("apply" in value) {
    const place = { path: [...path, "apply", "manifests"], value: value.apply.manifests };
    const manifests = value.apply.manifests.map(source.absolute);
    return [{ apply: { manifests, objects: manifestsIn(place, source, complain) } }];
  }
  return [verbOf(value)];
}

function faultOf({ fault: kind, from = {}, to, settings, for: forSeconds }: FaultEntry): TimelineFault {
  const given = Object.keys(settings).length === 0 ? {} : { settings };
  return { fault: { kind, from, to, ...given }, forSeconds };
}

function manifestsIn(
  { path, value: files }: Placed<readonly string[]>,
  { absolute, surroundings }: ScenarioSource,
  complain: Complain,
): Manifest[] {
  return files.flatMap((file, index) => {
    const found = surroundings.texts.get(absolute(file)) ?? notRead;
    const manifests = "text" in found ? readManifests(found.text) : found;
    if (Array.isArray(manifests)) return manifests;
    complain({ path: [...path, index], ...manifests });
    return [];
  });
}

const notRead = { message: "the file was not read", fix: "load the scenario from its own file." };

type VerbEntry = Exclude<
  SingleEntry,
  { readonly fault: unknown } | { readonly churn: unknown } | { readonly apply: unknown }
>;

function verbOf(value: VerbEntry): VerbUnion<Verb> {
  if ("delete" in value) return { delete: value.delete.vm };
  if ("start" in value) return { start: value.start.vm };
  if ("stop" in value) return { stop: value.stop.vm };
  if ("restart" in value) return { restart: value.restart.vm };
  if ("pause" in value) return { pause: value.pause.vm };
  if ("unpause" in value) return { unpause: value.unpause.vm };
  if ("migrate" in value) return { migrate: value.migrate.vm };
  if ("drain" in value) return { drain: value.drain };
  if ("cordon" in value) return { cordon: value.cordon };
  if ("uncordon" in value) return { uncordon: value.uncordon };
  if ("removeNode" in value) return { removeNode: value.removeNode };
  if ("scale" in value) return { scale: value.scale };
  if ("rollout" in value) return { rollout: value.rollout };
  return { crash: value.crash };
}

/** Whether the plot can play it. */
export function isPlayable(action: Action): action is TimelineVerb | TimelineFault {
  return "fault" in action || supportedVerbs.some((verb) => verb in action);
}
