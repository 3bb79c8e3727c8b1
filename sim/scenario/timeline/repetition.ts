import { formatDuration, toMilliseconds } from "../units.ts";
import type { Statement } from "../schema/statement.ts";

interface Repeated {
  readonly atSeconds: number;
  readonly everySeconds: number;
  /** How long it lasts each time; undefined where it takes no time. */
  readonly forSeconds: number | undefined;
  /** When the scenario ends; undefined where it does not. */
  readonly endSeconds: number | undefined;
  /** How many times are still possible. */
  readonly most: number;
}

/** When an event with `every` happens, the first time included; or why that cannot be. */
export function repetitionsOf(event: Repeated): readonly number[] | Statement {
  const { atSeconds, everySeconds, forSeconds, endSeconds, most } = event;
  if (endSeconds === undefined) {
    return {
      message: "an event can repeat only until the scenario's end, and it has none",
      fix: "give the scenario a duration.",
    };
  }
  if (forSeconds !== undefined && forSeconds > everySeconds) {
    return {
      message: `the event lasts ${formatDuration(forSeconds)}, so it would still go on when it repeats`,
      fix: `let it repeat every ${formatDuration(forSeconds)} or more, or last no longer than that.`,
    };
  }
  const count = Math.max(1, Math.floor((endSeconds - atSeconds) / everySeconds) + 1);
  if (count > most) {
    return {
      message: `the event would happen ${count} times, and there is room for ${most} events`,
      fix: "repeat it less often.",
    };
  }
  return Array.from({ length: count }, (_, index) => toMilliseconds(atSeconds + index * everySeconds));
}
