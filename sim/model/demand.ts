import { Bursts, type Curve } from "./curves.ts";
import { random, streamFrom } from "./random.ts";
import { anglesAt, newAngles, wavePeriodsSeconds, WaveSum, type WaveAngles } from "./waves.ts";
import type { Load } from "./workloads/parameters.ts";

/** Waves never take more than this share of what is steady, so that the demand stays above 0. */
const mostWaves = 0.95;
/** How far the rhythms of VMs of one cluster are apart, as an angle to either side. */
const rhythmSpread = 0.35;

/**
 * What is asked of a guest, as a multiple of its average: the one curve that its CPU, disks and network follow,
 * each with some waves of its own.
 *
 * 1 on average and never below 0: a steady part, a rhythm (all VMs of a cluster have their day at about the
 * same time), waves of several periods, and bursts.
 */
export class Demand implements Curve {
  /** What is never exceeded. */
  readonly peak: number;
  readonly #steady: number;
  readonly #rhythm: { readonly amplitude: number; readonly frequency: number; readonly phase: number };
  readonly #waves: WaveSum;
  readonly #bursts: Bursts | undefined;

  /** @param key whose demand it is: namespace/name */
  constructor(load: Load, seed: number, key: string) {
    const draw = random(seed, key, "demand");
    const burstShare = load.burstShare;
    this.#steady = 1 - burstShare;
    const wanted = load.swing + load.variation;
    const granted = Math.min(1, (mostWaves * this.#steady) / wanted);
    const variation = wanted === 0 ? 0 : load.variation * granted;
    const amplitude = wanted === 0 ? 0 : load.swing * granted;
    const phase = 2 * Math.PI * random(seed, "rhythm")() + rhythmSpread * (2 * draw() - 1);
    this.#rhythm = { amplitude, frequency: (2 * Math.PI) / load.period, phase };
    this.#waves = new WaveSum(drawnWaves(draw, variation));
    this.#bursts = burstShare === 0 ? undefined : drawnBursts(load, draw);
    this.peak = this.#steady + amplitude + variation + (this.#bursts?.peak ?? 0);
  }

  /** @param angles those of `t` */
  rate(t: number, angles: WaveAngles): number {
    const { amplitude, frequency, phase } = this.#rhythm;
    const rhythm = amplitude * Math.sin(frequency * t + phase);
    return this.#steady + rhythm + this.#waves.rate(angles) + (this.#bursts?.rateAt(t) ?? 0);
  }

  /** @param angles those of `t` */
  integral(t: number, angles: WaveAngles): number {
    const { amplitude, frequency, phase } = this.#rhythm;
    const rhythm = (-amplitude / frequency) * Math.cos(frequency * t + phase);
    const waves = this.#waves.integral(angles);
    return this.#steady * t + rhythm + waves + (this.#bursts?.integralAt(t) ?? 0);
  }

  rateAt(t: number): number {
    return this.rate(t, anglesAt(t, newAngles()));
  }

  integralAt(t: number): number {
    return this.integral(t, anglesAt(t, newAngles()));
  }
}

/** A wave of each period; together they swing by `total`, most of it by a few of them. */
function drawnWaves(draw: () => number, total: number) {
  const waves = wavePeriodsSeconds.map(() => ({ weight: draw() ** 3, phase: 2 * Math.PI * draw() }));
  const sum = waves.reduce((all, { weight }) => all + weight, 0);
  return waves.map(({ weight, phase }) => ({ amplitude: (total * weight) / sum, phase }));
}

function drawnBursts(load: Load, draw: () => number): Bursts {
  return new Bursts({
    everySeconds: load.burstEvery,
    durationSeconds: load.burstDuration,
    mean: load.burstShare,
    offsetSeconds: load.burstEvery * draw(),
    stream: streamFrom(draw),
  });
}
