import type { Clock } from "../../clock/clock.ts";
import { column } from "./table.ts";

const minute = 60;
const hour = 60 * minute;
const day = 24 * hour;
const year = 365 * day;

/** The age column: how long ago the object was made. */
export const ageColumn = column(
  "Age",
  "CreationTimestamp is when the object was created.",
  ({ metadata }, { clock }) => sinceTimestamp(clock, metadata.creationTimestamp),
);

/** The time since an RFC 3339 timestamp, as `kubectl get` writes it; `<unknown>` without one. */
export function sinceTimestamp(clock: Clock, timestamp: string | null | undefined): string {
  const millis = Date.parse(timestamp ?? "");
  if (Number.isNaN(millis)) return "<unknown>";
  return humanDuration(clock.now() + (clock.epochMillis - millis) / 1000);
}

/**
 * A duration in seconds in at most two units, coarser the longer it is: `119s`, `5m10s`, `7h59m`, `2d3h`, `2y31d`.
 * Follows apimachinery's HumanDuration, which kubectl's users know by heart.
 */
export function humanDuration(durationSeconds: number): string {
  if (durationSeconds <= -2) return "<invalid>";
  const seconds = Math.max(0, Math.floor(durationSeconds));
  if (seconds < 2 * minute) return `${seconds}s`;
  if (seconds < 10 * minute) return inUnits(seconds, [minute, "m"], [1, "s"]);
  if (seconds < 3 * hour) return `${Math.floor(seconds / minute)}m`;
  if (seconds < 8 * hour) return inUnits(seconds, [hour, "h"], [minute, "m"]);
  if (seconds < 2 * day) return `${Math.floor(seconds / hour)}h`;
  if (seconds < 8 * day) return inUnits(seconds, [day, "d"], [hour, "h"]);
  if (seconds < 2 * year) return `${Math.floor(seconds / day)}d`;
  if (seconds < 8 * year) return inUnits(seconds, [year, "y"], [day, "d"]);
  return `${Math.floor(seconds / year)}y`;
}

type Unit = readonly [seconds: number, letter: string];

function inUnits(seconds: number, [large, largeLetter]: Unit, [small, smallLetter]: Unit): string {
  const rest = Math.floor((seconds % large) / small);
  return `${Math.floor(seconds / large)}${largeLetter}${rest === 0 ? "" : `${rest}${smallLetter}`}`;
}
