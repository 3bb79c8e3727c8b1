import type { Complain } from "./complaint.ts";
import type { UsableShape } from "./shape.ts";

/** Refuses what the format has and the simulator does not do yet, so that nothing is silently left out. */
export function refuseUnsupported({ file }: UsableShape, complain: Complain): void {
  if (file.expect.length === 0) return;
  complain({
    path: ["expect"],
    part: "key",
    message: "judging a scenario is not supported yet",
    fix: "delete the expectations for now; they would not be looked at.",
  });
}
