import { formatPath, type Complain, type Path, type Placed } from "../complaint.ts";
import { argumentsOf, doingOf, type EventEntry } from "./event-entry.ts";
import { nameLike } from "../schema/leaves.ts";
import { formatDuration } from "../units.ts";

/** Refuses names that are given twice. Returns the names that are taken. */
export function refuseSameNames(entries: readonly Placed<EventEntry>[], complain: Complain): Set<string> {
  const firsts = new Map<string, Path>();
  for (const {
    value: { name },
    path,
  } of entries) {
    if (name === undefined) continue;
    const first = firsts.get(name);
    if (first === undefined) firsts.set(name, path);
    else {
      complain({
        path: [...path, "name"],
        message: `there is an event named ${name} already, in ${formatPath(first)}`,
        fix: "give one of the two another name.",
      });
    }
  }
  return new Set(firsts.keys());
}

/** What an event without a name is called: `stop-web-0-2m`. */
export function nameFor(entry: EventEntry, atSeconds: number): string {
  return nameLike([...wordsFor(entry), formatDuration(atSeconds)].filter(Boolean).join("-"));
}

/** The event's verb and the name of what it concerns. */
function wordsFor(entry: EventEntry): (string | undefined)[] {
  if ("fault" in entry) return [entry.fault];
  const { component, node, name, vm } = argumentsOf(entry);
  return [doingOf(entry), component, node, name ?? vm?.name];
}

/** The name, or with a number behind it when it is taken; taken from then on. */
export function freeName(wanted: string, taken: Set<string>): string {
  let name = wanted;
  for (let number = 2; taken.has(name); number++) name = `${wanted}-${number}`;
  taken.add(name);
  return name;
}
