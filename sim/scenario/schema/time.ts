import { durationPattern, parseDuration } from "../units.ts";
import { durationFix, readText } from "./measures.ts";

/** A moment as it is written: so long after t = 0, or after the beginning or end of a named event. */
export interface TimeExpression {
  readonly of: { readonly event: string; readonly edge: "start" | "end" } | undefined;
  readonly offsetSeconds: number;
}

const relative = /^([a-z0-9](?:[-a-z0-9]*[a-z0-9])?)(\.end)?(?:\s*\+\s*(\S+))?$/;

/** `12m`, `name`, `name+2m`, `name.end`, `name.end+5m`; undefined when it is none of these. */
function parseTime(text: string): TimeExpression | undefined {
  const absolute = parseDuration(text);
  if (absolute !== undefined) return { of: undefined, offsetSeconds: absolute };
  const [, event, end, offset = "0s"] = relative.exec(text) ?? [];
  const offsetSeconds = parseDuration(offset);
  if (event === undefined || offsetSeconds === undefined) return undefined;
  return { of: { event, edge: end === undefined ? "start" : "end" }, offsetSeconds };
}

/** A moment of the timeline. */
export function time() {
  return readText(parseTime, {
    pattern: new RegExp(`${durationPattern.source}|${relative.source}`),
    expected: "a time such as 12m, outage+2m or outage.end+5m",
    fix: (found) =>
      typeof found === "number"
        ? durationFix(found)
        : "write 12m after the start, NAME+2m after an event begins, or NAME.end+5m after it ends.",
  });
}
