import type { ActiveFault } from "../faults/fault.ts";

/** Names of the faults in force by the listener (`ip:port`) they act on, in the order they were given. */
export function faultsByListener(faults: readonly ActiveFault[]): Map<string, string[]> {
  const names = new Map<string, string[]>();
  for (const { name, listeners } of faults) {
    for (const listener of listeners) names.set(listener, [...(names.get(listener) ?? []), name]);
  }
  return names;
}
