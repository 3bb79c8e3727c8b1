import { faultKindNames, type FaultKindName } from "../faults/fault.ts";
import type { Complain, Path } from "./complaint.ts";
import { supportedVerbs, supportedWords } from "./schema/supported-verbs.ts";
import type { UsableShape } from "./shape.ts";
import { doingOf } from "./event-entry.ts";

export function isFaultKind(name: string): name is FaultKindName {
  return faultKindNames.some((kind) => kind === name);
}

/** Refuses what the format has and the simulator does not do yet, so that nothing is silently left out. */
export function refuseUnsupported(shape: UsableShape, complain: Complain): void {
  const { virtualMachines, timeline, expect } = shape.file;
  const refuse = (path: Path, what: string, fix: string) =>
    complain({ path, part: "key", message: `${what} is not supported yet`, fix });
  if (typeof virtualMachines !== "number") {
    virtualMachines.forEach((entry, index) => {
      if (!("manifest" in entry)) return;
      const path = ["virtualMachines", shape.originalIndex("virtualMachines", index), "manifest"];
      refuse(path, "a VM from a manifest", "describe the VM here, with name, cpu, memory and so on.");
    });
  }
  timeline.forEach((entry, index) => {
    const path = ["timeline", shape.originalIndex("timeline", index)];
    const doing = doingOf(entry);
    if (!supportedVerbs[doing]) {
      refuse(
        [...path, doing],
        doing,
        `leave the event out for now, or use one of ${supportedWords.join(", ")}.`,
      );
    } else if ("fault" in entry && !isFaultKind(entry.fault)) {
      complain({
        path: [...path, "fault"],
        message: `the fault ${entry.fault} is not supported yet`,
        fix: `leave the event out for now, or use ${faultKindNames.join(" or ")}.`,
      });
    }
  });
  if (expect.length > 0) {
    refuse(["expect"], "judging a scenario", "delete the expectations for now; they would not be looked at.");
  }
}
