import { clamp } from "./numbers.ts";
import { drawAt } from "./random.ts";

/**
 * The shapes that loads are made of. Each has a rate that is never negative and its integral in closed form,
 * so a counter can be had at any t without the time before it.
 */
export interface Curve {
  /** Per second, at `t` seconds. */
  rateAt(t: number): number;
  /** What has flowed since some fixed moment; differences are exact. */
  integralAt(t: number): number;
}

/**
 * The part of a pulse that has passed at `x`: 0 before it (x ≤ 0), 1 after it (x ≥ 1).
 *
 * The pulse is a trapezoid of area 1 over [0, 1] that rises and falls over `edge` (at most 0.5) on each side.
 */
export function pulsePassed(x: number, edge: number): number {
  if (x <= 0) return 0;
  if (x >= 1) return 1;
  const top = pulseTop(edge);
  if (x < edge) return (top * x * x) / (2 * edge);
  if (x > 1 - edge) return 1 - (top * (1 - x) * (1 - x)) / (2 * edge);
  return top * (x - edge / 2);
}

/** The height of that pulse at `x`. */
export function pulseHeight(x: number, edge: number): number {
  if (x <= 0 || x >= 1) return 0;
  return pulseTop(edge) * Math.min(1, x / edge, (1 - x) / edge);
}

/** The greatest height of that pulse. */
export function pulseTop(edge: number): number {
  return 1 / (1 - edge);
}

/** Seconds that a burst takes to rise, and to fall, when it is long enough. */
const burstEdgeSeconds = 5;
/** The shortest and longest burst, as a share of the usual one. */
const burstSpread = { shortest: 0.6, longest: 1.4 } as const;

interface BurstSettings {
  readonly everySeconds: number;
  readonly durationSeconds: number;
  /** The average rate that comes of them. */
  readonly mean: number;
  /** Where the stretches begin, in seconds. */
  readonly offsetSeconds: number;
  /** For `drawAt`. */
  readonly stream: number;
}

/**
 * Bursts: one in each stretch of `everySeconds`, at a moment and of a length that are drawn for the stretch.
 *
 * They all do the same amount of work, so the integral up to a stretch needs no look at those before it.
 */
export class Bursts implements Curve {
  /** The rate that is never exceeded. */
  readonly peak: number;
  readonly #everySeconds: number;
  readonly #offsetSeconds: number;
  readonly #durationSeconds: number;
  readonly #edge: number;
  /** What one burst does. */
  readonly #work: number;
  readonly #stream: number;

  constructor({ everySeconds, durationSeconds, mean, offsetSeconds, stream }: BurstSettings) {
    this.#everySeconds = everySeconds;
    this.#offsetSeconds = offsetSeconds;
    this.#durationSeconds = Math.min(durationSeconds, everySeconds / burstSpread.longest);
    this.#edge = Math.min(0.3, burstEdgeSeconds / this.#durationSeconds);
    this.#work = mean * everySeconds;
    this.#stream = stream;
    this.peak = (this.#work * pulseTop(this.#edge)) / (this.#durationSeconds * burstSpread.shortest);
  }

  rateAt(t: number): number {
    const stretch = this.#stretchAt(t);
    const duration = this.#durationOf(stretch);
    return (this.#work * pulseHeight(this.#within(t, stretch, duration), this.#edge)) / duration;
  }

  integralAt(t: number): number {
    const stretch = this.#stretchAt(t);
    const passed = pulsePassed(this.#within(t, stretch, this.#durationOf(stretch)), this.#edge);
    return this.#work * (stretch + passed);
  }

  #stretchAt(t: number): number {
    return Math.floor((t - this.#offsetSeconds) / this.#everySeconds);
  }

  #durationOf(stretch: number): number {
    const { shortest, longest } = burstSpread;
    return this.#durationSeconds * (shortest + (longest - shortest) * drawAt(this.#stream, 2 * stretch));
  }

  /** Where in its burst a stretch is at `t`: 0 at the beginning, 1 at the end. */
  #within(t: number, stretch: number, duration: number): number {
    const latest = this.#everySeconds - duration;
    const begin = stretch * this.#everySeconds + latest * drawAt(this.#stream, 2 * stretch + 1);
    return (t - this.#offsetSeconds - begin) / duration;
  }
}

/** A level that rises at a steady pace, held between 0 and 1. */
export class Ramp implements Curve {
  readonly #start: number;
  readonly #perSecond: number;

  /** @param start the level at t = 0 if it were not held; below 0: the rise begins later */
  constructor(start: number, perSecond: number) {
    this.#start = start;
    this.#perSecond = perSecond;
  }

  rateAt(t: number): number {
    return clamp(this.#start + this.#perSecond * t, 0, 1);
  }

  /** Since t = 0; `t` must not be before it. */
  integralAt(t: number): number {
    if (this.#perSecond === 0) return clamp(this.#start, 0, 1) * t;
    const begins = clamp(-this.#start / this.#perSecond, 0, t);
    const full = clamp((1 - this.#start) / this.#perSecond, 0, t);
    return ((this.rateAt(begins) + this.rateAt(full)) / 2) * (full - begins) + this.rateAt(t) * (t - full);
  }
}

/** One curve up to some moment, another from then on. */
export class Succession implements Curve {
  readonly #first: Curve;
  readonly #untilSeconds: number;
  readonly #then: Curve;

  constructor(first: Curve, untilSeconds: number, then: Curve) {
    this.#first = first;
    this.#untilSeconds = untilSeconds;
    this.#then = then;
  }

  rateAt(t: number): number {
    return (t < this.#untilSeconds ? this.#first : this.#then).rateAt(t);
  }

  integralAt(t: number): number {
    if (t < this.#untilSeconds) return this.#first.integralAt(t);
    const before = this.#first.integralAt(this.#untilSeconds) - this.#then.integralAt(this.#untilSeconds);
    return before + this.#then.integralAt(t);
  }
}

/** What grows quickly at first and ever more slowly towards 1: 0 at x = 0, 63 % at x = 1. */
export function saturation(x: number): number {
  return 1 - Math.exp(-x);
}

/** A level between 0 and 1 that wanders smoothly: drawn at each whole x, eased in between. */
export function wandering(stream: number, x: number): number {
  const place = Math.floor(x);
  const from = drawAt(stream, place);
  const to = drawAt(stream, place + 1);
  const part = x - place;
  return from + (to - from) * part * part * (3 - 2 * part);
}
