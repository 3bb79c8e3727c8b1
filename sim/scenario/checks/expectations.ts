import type { Complain, Path } from "../complaint.ts";
import type { TimeExpression } from "../schema/time.ts";
import type { UsableShape } from "../shape.ts";
import type { Times } from "../timeline/times.ts";
import { formatDuration } from "../units.ts";
import { checkNodes } from "./faults.ts";
import type { Fleet } from "./fleet.ts";

const moments = ["at", "by", "during"] as const;

/** Refuses expectations of moments that never come, of targets that are not there. */
export function checkExpectations(
  shape: UsableShape,
  fleet: Fleet | undefined,
  times: Times,
  complain: Complain,
): void {
  shape.file.expect.forEach((expectation, index) => {
    const path = ["expect", shape.originalIndex("expect", index)];
    if (shape.isDamaged(path)) return;
    const [first, second] = moments.filter((moment) => moment in expectation);
    if (first !== undefined && second !== undefined) {
      complain({
        path: [...path, second],
        part: "key",
        message: `expected one of at, by and during, got ${first} and ${second}`,
        fix: "make two expectations of it.",
      });
    }
    for (const moment of ["at", "by"] as const) {
      const time = expectation[moment];
      if (time !== undefined) checkMoment(time, [...path, moment], shape, times, complain);
    }
    if (expectation.during !== undefined) {
      times.resolve({ of: { event: expectation.during, edge: "end" }, offsetSeconds: 0 }, [
        ...path,
        "during",
      ]);
    }
    if ("target" in expectation) checkNodes(expectation.target, [...path, "target"], fleet, complain);
  });
}

function checkMoment(
  time: TimeExpression,
  path: Path,
  shape: UsableShape,
  times: Times,
  complain: Complain,
): void {
  const seconds = times.resolve(time, path);
  const end = shape.file.duration;
  if (seconds === undefined || end === undefined || seconds <= end) return;
  complain({
    path,
    message: `this is at ${formatDuration(seconds)}, and the scenario ends at ${formatDuration(end)}`,
    fix: "expect it earlier, or give the scenario a longer duration.",
  });
}
