import type { Complain, Placed } from "../complaint.ts";
import type { EventEntry } from "./event-entry.ts";
import { freeName, nameFor, refuseSameNames } from "./event-names.ts";
import { repetitionsOf } from "./repetition.ts";
import { isMapping } from "../schema/is-mapping.ts";
import { mostEvents } from "../schema/timeline.ts";
import type { UsableShape } from "../shape.ts";
import { Times, type TimedEvent } from "./times.ts";
import { formatDuration } from "../units.ts";

/** An event of which it is known when it happens. */
export interface PlannedEvent extends Placed<EventEntry> {
  /** Unique. Repetitions of NAME are NAME.2, NAME.3, … */
  readonly name: string;
  readonly atSeconds: number;
}

export interface TimelinePlan {
  /** In the order in which they happen; at one time, in the order in which they are written. */
  readonly events: readonly PlannedEvent[];
  /** Events of which no one can say when they happen. */
  readonly timeless: readonly Placed<EventEntry>[];
  readonly times: Times;
}

/** When each event happens, and by what name it goes. */
export function planTimeline(shape: UsableShape, complain: Complain): TimelinePlan {
  const entries = shape.file.timeline.map((value, index) => timedEntry(value, index, shape));
  const lost = shape.lost.filter(({ section }) => section === "timeline");
  const taken = refuseSameNames(entries, complain);
  const times = new Times(entries, new Set(lost.flatMap(({ item }) => nameIn(item))), complain);
  const events: PlannedEvent[] = [];
  const timeless: TimedEntry[] = [];
  for (const entry of entries) {
    const atSeconds = times.startOf(entry);
    if (atSeconds === undefined) {
      timeless.push(entry);
      continue;
    }
    refuseTooLate(atSeconds, entry, shape, complain);
    const name = entry.name ?? freeName(nameFor(entry.value, atSeconds), taken);
    const moments = momentsOf(entry, atSeconds, mostEvents - events.length, shape, complain);
    moments.forEach((moment, index) => {
      events.push({ ...entry, name: index === 0 ? name : `${name}.${index + 1}`, atSeconds: moment });
    });
  }
  return { events: events.sort((a, b) => a.atSeconds - b.atSeconds), timeless, times };
}

type TimedEntry = TimedEvent & Placed<EventEntry>;

function timedEntry(value: EventEntry, index: number, shape: UsableShape): TimedEntry {
  const path = ["timeline", shape.originalIndex("timeline", index)];
  return {
    path,
    value,
    name: value.name,
    at: value.at,
    forSeconds: "for" in value ? value.for : undefined,
    canLast: "fault" in value || "churn" in value,
    forUnknown: shape.isDamaged([...path, "for"]),
  };
}

function nameIn(item: unknown): string[] {
  return isMapping(item) && typeof item["name"] === "string" ? [item["name"]] : [];
}

function refuseTooLate(
  atSeconds: number,
  { path }: TimedEntry,
  shape: UsableShape,
  complain: Complain,
): void {
  const end = shape.file.duration;
  if (end === undefined || atSeconds <= end) return;
  complain({
    path: [...path, "at"],
    message: `the event is at ${formatDuration(atSeconds)}, and the scenario ends at ${formatDuration(end)}`,
    fix: "move it to an earlier time, or give the scenario a longer duration.",
  });
}

/** When the event happens: once, or with `every` until the end. */
function momentsOf(
  { path, value: { every }, forSeconds }: TimedEntry,
  atSeconds: number,
  most: number,
  shape: UsableShape,
  complain: Complain,
): readonly number[] {
  if (every === undefined || shape.isDamaged(["duration"])) return [atSeconds];
  const endSeconds = shape.file.duration;
  const moments = repetitionsOf({ atSeconds, everySeconds: every, forSeconds, endSeconds, most });
  if (!("message" in moments)) return moments;
  complain({ path: [...path, "every"], ...moments });
  return [atSeconds];
}
