import { at, entryAt } from "./numbers.ts";

/**
 * The periods of the waves that loads are made of, in seconds. All guests draw from these, so that those read
 * at one step of the grid can share the sines and cosines. Primes: no two come together for long.
 */
export const wavePeriodsSeconds = [29, 47, 79, 131, 211, 347, 571, 947, 1571, 2609, 4327, 7193] as const;
const count = wavePeriodsSeconds.length;
const frequencies = Float64Array.from(wavePeriodsSeconds, (period) => (2 * Math.PI) / period);

/** Sine and cosine of each wave at one instant: sine of the first, its cosine, sine of the second, … */
export type WaveAngles = Float64Array;

export function newAngles(): WaveAngles {
  return new Float64Array(2 * count);
}

/** The angles at `t`, put into `into`. */
export function anglesAt(t: number, into: WaveAngles): WaveAngles {
  for (let wave = 0; wave < count; wave++) {
    const angle = at(frequencies, wave) * t;
    into[2 * wave] = Math.sin(angle);
    into[2 * wave + 1] = Math.cos(angle);
  }
  return into;
}

/** The angles `by` later than `angles`: sin(a + b) and cos(a + b) from the sines and cosines of a and b. */
function turned(angles: WaveAngles, by: WaveAngles, into: WaveAngles): WaveAngles {
  for (let sine = 0; sine < 2 * count; sine += 2) {
    const sinA = at(angles, sine);
    const cosA = at(angles, sine + 1);
    const sinB = at(by, sine);
    const cosB = at(by, sine + 1);
    into[sine] = sinA * cosB + cosA * sinB;
    into[sine + 1] = cosA * cosB - sinA * sinB;
  }
  return into;
}

/** How often a launcher refreshes its domain's statistics. Source: kubevirt pkg/virt-launcher, domain stats cache. */
export const gridSeconds = 3.25;

/** Launchers began at different moments: their grids are apart by whole quarters of a second. */
export const gridPhases = 13;
const turns = Array.from({ length: gridPhases }, (_, phase) =>
  anglesAt(gridPhaseSeconds(phase), newAngles()),
);

export function gridPhaseSeconds(phase: number): number {
  return (phase * gridSeconds) / gridPhases;
}

/** The last two steps that anyone asked for; neighbours, so one is even and one is odd. */
const remembered = [0, 1].map(() => ({ step: NaN, angles: newAngles() }));

/** The angles at a step of the grid with this phase, put into `into`. */
export function gridAnglesAt(step: number, phase: number, into: WaveAngles): WaveAngles {
  return turned(sharedAnglesAt(step), turns[phase] as WaveAngles, into);
}

/** The angles at a step of the grid with phase 0; shared, so not to be changed. */
function sharedAnglesAt(step: number): WaveAngles {
  const kept = remembered[step & 1] as (typeof remembered)[number];
  if (kept.step !== step) {
    kept.step = step;
    anglesAt(step * gridSeconds, kept.angles);
  }
  return kept.angles;
}

/** The integral of a wave, as what its sine and cosine are multiplied with. */
interface WaveIntegral {
  /** Place of its sine in the angles; its cosine is next. */
  readonly place: number;
  readonly sine: number;
  readonly cosine: number;
}

/** Integral of amplitude·sin(ωt + phase), ω being that of the wave with this number. */
export function waveIntegral(wave: number, amplitude: number, phase: number): WaveIntegral {
  const swing = amplitude / at(frequencies, wave);
  return { place: 2 * wave, sine: swing * Math.sin(phase), cosine: -swing * Math.cos(phase) };
}

/** A sum of waves of all periods. */
export class WaveSum {
  /** Multipliers of sines and cosines in the integral, in the order of the angles. */
  readonly #integral: Float32Array;

  /** @param waves amplitude and phase of the wave of each period */
  constructor(waves: readonly { readonly amplitude: number; readonly phase: number }[]) {
    const integrals = waves.map(({ amplitude, phase }, wave) => waveIntegral(wave, amplitude, phase));
    this.#integral = Float32Array.from(integrals.flatMap(({ sine, cosine }) => [sine, cosine]));
  }

  integral(angles: WaveAngles): number {
    let sum = 0;
    for (let place = 0; place < 2 * count; place++) sum += entryAt(this.#integral, place) * at(angles, place);
    return sum;
  }

  rate(angles: WaveAngles): number {
    let sum = 0;
    for (let wave = 0; wave < count; wave++) {
      const sine = entryAt(this.#integral, 2 * wave) * at(angles, 2 * wave + 1);
      const cosine = entryAt(this.#integral, 2 * wave + 1) * at(angles, 2 * wave);
      sum += (sine - cosine) * at(frequencies, wave);
    }
    return sum;
  }
}
