import { microTimestampAt, type Clock } from "../../clock/clock.ts";
import type { LogLevel } from "../../wire/channel.ts";

const levelNames = { info: "info", warn: "warning", error: "error" } as const;

/** A line as KubeVirt's own logger writes it, without the place in KubeVirt's source that ours has not. */
export function logLine(clock: Clock, component: string, level: LogLevel, message: string): string {
  const timestamp = microTimestampAt(clock, clock.now());
  return JSON.stringify({ component, level: levelNames[level], msg: message, timestamp });
}
