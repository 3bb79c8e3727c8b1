import { expect, test } from "vitest";
import {
  Bursts,
  pulseHeight,
  pulsePassed,
  pulseTop,
  Ramp,
  Succession,
  wandering,
  type Curve,
} from "../../sim/model/curves.ts";
import { random, streamFrom } from "../../sim/model/random.ts";
import { indexes } from "./support.ts";

/** Holds an integral to the sum of rates by Simpson's rule, over pieces so short that corners do not matter. */
function expectIntegral(curve: Curve, from: number, to: number, pieces = 20_000): void {
  const width = (to - from) / pieces;
  const numeric = indexes(pieces).reduce((sum, piece) => {
    const t = from + piece * width;
    return sum + (width * (curve.rateAt(t) + 4 * curve.rateAt(t + width / 2) + curve.rateAt(t + width))) / 6;
  }, 0);
  const exact = curve.integralAt(to) - curve.integralAt(from);
  expect(Math.abs(exact - numeric)).toBeLessThan(1e-3 * Math.max(1, Math.abs(numeric)));
}

const bursts = (seed: number, more: { everySeconds?: number; durationSeconds?: number } = {}) =>
  new Bursts({
    everySeconds: 300,
    durationSeconds: 40,
    mean: 0.2,
    offsetSeconds: 77,
    stream: streamFrom(random(seed)),
    ...more,
  });

test("a pulse has area 1, whatever its edge, and never exceeds its top", () => {
  for (const edge of [0.01, 0.15, 0.3, 0.5]) {
    expect(pulsePassed(-1, edge)).toBe(0);
    expect(pulsePassed(2, edge)).toBe(1);
    expectIntegral(
      { rateAt: (x) => pulseHeight(x, edge), integralAt: (x) => pulsePassed(x, edge) },
      -0.2,
      1.2,
    );
    for (const x of indexes(200))
      expect(pulseHeight(x / 200, edge)).toBeLessThanOrEqual(pulseTop(edge) + 1e-12);
  }
});

test("the integral of bursts is that of their rate, and their rate is never negative nor above the peak", () => {
  for (const curve of [bursts(1), bursts(2, { durationSeconds: 5000 }), bursts(3, { durationSeconds: 3 })]) {
    expectIntegral(curve, -1000, 2000);
    for (const index of indexes(5000)) {
      expect(curve.rateAt(index * 0.7)).toBeGreaterThanOrEqual(0);
      expect(curve.rateAt(index * 0.7)).toBeLessThanOrEqual(curve.peak);
    }
  }
});

test("bursts do their mean in the long run, one in each stretch, at moments that differ", () => {
  const curve = bursts(4);
  expect((curve.integralAt(300_077) - curve.integralAt(77)) / 300_000).toBeCloseTo(0.2, 9);
  const begins = indexes(20).map((stretch) =>
    indexes(300).findIndex((second) => curve.rateAt(77 + stretch * 300 + second) > 0),
  );
  expect(begins.every((second) => second >= 0)).toBe(true);
  expect(new Set(begins).size).toBeGreaterThan(10);
});

test("the integral of a ramp is that of its level, whether it has begun, is full, or never rises", () => {
  for (const [start, perSecond] of [
    [-2, 0.01],
    [0.3, 0.002],
    [1.7, 0.1],
    [-1, 0],
    [0.4, 0],
    [2, 0],
  ] as const) {
    const ramp = new Ramp(start, perSecond);
    for (const t of [0, 10, 150, 250, 900]) expectIntegral(ramp, 0, t, 2000);
    for (const t of indexes(1000)) {
      expect(ramp.rateAt(t)).toBeGreaterThanOrEqual(0);
      expect(ramp.rateAt(t)).toBeLessThanOrEqual(1);
    }
  }
});

test("a succession goes on where the first curve ends", () => {
  expectIntegral(new Succession(new Ramp(0, 0.01), 40, new Ramp(0.4, 0)), 0, 100);
});

test("what wanders stays between 0 and 1 and does not jump", () => {
  for (const index of indexes(5000)) {
    const level = wandering(99, index / 50);
    expect(level).toBeGreaterThanOrEqual(0);
    expect(level).toBeLessThanOrEqual(1);
    expect(Math.abs(wandering(99, (index + 1) / 50) - level)).toBeLessThan(0.04);
  }
});
