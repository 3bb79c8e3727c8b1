import type { VirtualMachineRef } from "../scenario.ts";
import type { ScenarioFile } from "../schema/scenario.ts";
import { doings, type Doing } from "../schema/timeline.ts";

/** An event as it is written. */
export type EventEntry = ScenarioFile["timeline"][number];

/** The key that says what an event does. */
export function doingOf(entry: EventEntry): Doing {
  return doings.find((doing) => doing in entry) ?? "fault";
}

/** What the verbs are given that names something; each has some of it. */
export interface VerbArguments {
  readonly vm?: VirtualMachineRef;
  readonly node?: string;
  readonly component?: string;
  readonly name?: string;
}

export function argumentsOf(entry: Exclude<EventEntry, { readonly fault: unknown }>): VerbArguments {
  return (entry as Partial<Record<Doing, VerbArguments>>)[doingOf(entry)] ?? {};
}
