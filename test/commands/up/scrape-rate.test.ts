import { expect, test } from "vitest";
import { ScrapeRate } from "../../../sim/commands/up/scrape-rate.ts";

test("the rate is that of the last minute", () => {
  const rate = new ScrapeRate();
  expect(rate.at(0, 0)).toBe(0);
  for (let t = 1; t <= 60; t++) rate.at(t, 0);
  for (let t = 61; t < 120; t++) rate.at(t, (t - 60) * 3);
  expect(rate.at(120, 180)).toBeCloseTo(3);
});
