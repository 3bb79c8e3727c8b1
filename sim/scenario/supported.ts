import type { Complain, Path } from "./complaint.ts";
import { doingOf, type EventEntry } from "./timeline/event-entry.ts";
import { supportedVerbs } from "./scenario.ts";
import type { UsableShape } from "./shape.ts";

/** Refuses what the format has and the simulator does not do yet, so that nothing is silently left out. */
export function refuseUnsupported(shape: UsableShape, complain: Complain): void {
  const { virtualMachines, timeline, expect } = shape.file;
  const entries = typeof virtualMachines === "number" ? [] : virtualMachines;
  entries.forEach((entry, index) => {
    if (!("manifest" in entry)) return;
    complain({
      path: ["virtualMachines", shape.originalIndex("virtualMachines", index), "manifest"],
      part: "key",
      message: "a VM from a manifest is not supported yet",
      fix: "describe the VM here, with name, cpu, memory and so on.",
    });
  });
  timeline.forEach((entry, index) => {
    refuseEvent(entry, ["timeline", shape.originalIndex("timeline", index)], complain);
  });
  if (expect.length > 0) {
    complain({
      path: ["expect"],
      part: "key",
      message: "judging a scenario is not supported yet",
      fix: "delete the expectations for now; they would not be looked at.",
    });
  }
}

function refuseEvent(entry: EventEntry, path: Path, complain: Complain): void {
  const doing = doingOf(entry);
  if (doing === "fault" || supportedVerbs.some((verb) => verb === doing)) return;
  complain({
    path: [...path, doing],
    part: "key",
    message: `${doing} is not supported yet`,
    fix: `leave the event out for now, or use one of ${supportedVerbs.join(", ")}.`,
  });
}
