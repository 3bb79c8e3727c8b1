import { parseDuration } from "../units.ts";
import { name } from "./leaves.ts";
import { duration } from "./measures.ts";
import { says } from "./statement.ts";
import { time } from "./time.ts";

/** When an event happens, and by what name others refer to it. */
export const eventTime = {
  name: eventName().exactOptional().describe("Name of the event, for times relative to it."),
  at: time().describe("When it happens: 12m after t = 0, or outage+2m, or outage.end+5m."),
  every: duration("a duration", "10m", { least: 1 })
    .exactOptional()
    .describe("Repeats it until the scenario's end."),
};

/** How long an event goes on. */
export function lasting() {
  return duration("a duration", "5m", { least: 0.001 });
}

/** A name that no one takes for a time. */
function eventName() {
  const error = says({
    expected: "a name for the event that is no duration",
    fix: (found) => `write at-${String(found)}, for example.`,
  });
  return name("the event's name").refine((given) => parseDuration(given) === undefined, { error });
}
