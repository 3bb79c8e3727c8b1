import { expect, test } from "vitest";
import {
  anglesAt,
  gridAnglesAt,
  gridPhases,
  gridPhaseSeconds,
  gridSeconds,
  newAngles,
} from "../../sim/model/waves.ts";
import { indexes } from "./support.ts";

test("the shared angles of a step, turned by the phase, are the angles of that moment", () => {
  for (const step of [-1_000_000, -1, 0, 1, 2, 12_345, 800_000]) {
    for (const phase of indexes(gridPhases)) {
      const direct = anglesAt(step * gridSeconds + gridPhaseSeconds(phase), newAngles());
      gridAnglesAt(step, phase, newAngles()).forEach((value, place) => {
        expect(value).toBeCloseTo(direct[place] ?? NaN, 8);
      });
    }
  }
});
