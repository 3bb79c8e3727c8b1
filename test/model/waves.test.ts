import { expect, test } from "vitest";
import {
  anglesAt,
  gridAnglesAt,
  gridPhases,
  gridPhaseSeconds,
  gridSeconds,
  newAngles,
  waveIntegral,
  wavePeriodsSeconds,
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

test("the integral of a wave is that of amplitude · sin(ωt + phase)", () => {
  for (const [wave, period] of wavePeriodsSeconds.entries()) {
    const { place, sine, cosine } = waveIntegral(wave, 3, 0.7);
    const integralAt = (t: number) => {
      const angles = anglesAt(t, newAngles());
      return sine * (angles[place] ?? NaN) + cosine * (angles[place + 1] ?? NaN);
    };
    for (const t of [0, 123.4, -77]) {
      const rate = (integralAt(t + 0.01) - integralAt(t - 0.01)) / 0.02;
      expect(rate).toBeCloseTo(3 * Math.sin((2 * Math.PI * t) / period + 0.7), 3);
    }
  }
});
