import { expect, test } from "vitest";
import { drawAt, random, streamFrom } from "../../sim/model/random.ts";
import { indexes } from "./support.ts";

test("a draw at a place depends on stream and place alone, and all are spread evenly over [0, 1)", () => {
  const stream = streamFrom(random(1, "x"));
  const draws = indexes(20_000).map((place) => drawAt(stream, place - 10_000));
  expect(drawAt(stream, 17)).toBe(draws[10_017]);
  expect(Math.min(...draws)).toBeGreaterThanOrEqual(0);
  expect(Math.max(...draws)).toBeLessThan(1);
  const tenths = indexes(10).map((tenth) => draws.filter((draw) => Math.floor(draw * 10) === tenth).length);
  for (const count of tenths) expect(Math.abs(count - 2000)).toBeLessThan(200);
});

test("streams do not resemble each other, nor a place the next", () => {
  const [a, b] = [streamFrom(random(1, "a")), streamFrom(random(1, "b"))];
  const covariance = (next: (place: number) => number) =>
    indexes(10_000).reduce((sum, place) => sum + (drawAt(a, place) - 0.5) * (next(place) - 0.5), 0) / 10_000;
  expect(drawAt(a + 1, 6)).not.toBe(drawAt(a, 7));
  expect(Math.abs(covariance((place) => drawAt(b, place)))).toBeLessThan(0.005);
  expect(Math.abs(covariance((place) => drawAt(a, place + 1)))).toBeLessThan(0.005);
});
