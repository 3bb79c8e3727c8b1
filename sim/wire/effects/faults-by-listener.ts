import type { ActiveFault } from "../../faults/fault.ts";

/** The faults in force by the listener (`ip:port`) they act on, in the order they were given. */
export function faultsByListener(faults: readonly ActiveFault[]): Map<string, ActiveFault[]> {
  const found = new Map<string, ActiveFault[]>();
  for (const fault of faults) {
    for (const listener of fault.listeners) {
      const known = found.get(listener);
      if (known === undefined) found.set(listener, [fault]);
      else known.push(fault);
    }
  }
  return found;
}
