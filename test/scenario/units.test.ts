import { describe, expect, test } from "vitest";
import { random } from "../../sim/model/random.ts";
import { formatDuration, parseBytes, parseDuration, roundBytes } from "../../sim/scenario/units.ts";

describe("durations", () => {
  test.each([
    ["12m", 720],
    ["1h30m", 5400],
    ["1d", 86_400],
    ["1.5s", 1.5],
    ["250ms", 0.25],
    ["1m500ms", 60.5],
    ["0s", 0],
    ["0.1s", 0.1],
  ])("%s is %d seconds", (text, seconds) => {
    expect(parseDuration(text)).toBe(seconds);
  });

  test.each(["", "12", "m", "30m1h", "1m1m", "-1m", "+1m", "1 m", "1M", "1w", ".5s", "1e3s", "1h,30m"])(
    "%j is none",
    (text) => {
      expect(parseDuration(text)).toBeUndefined();
    },
  );

  test("what is written is read back, to the millisecond", () => {
    const draw = random(1, "durations");
    for (let round = 0; round < 500; round++) {
      const seconds = Math.round(draw() ** 4 * 1e10) / 1000;
      expect(parseDuration(formatDuration(seconds))).toBe(seconds);
    }
  });
});

describe("bytes", () => {
  test.each([
    ["40Mi", 40 * 2 ** 20],
    ["128Gi", 128 * 2 ** 30],
    ["1.5Gi", 1.5 * 2 ** 30],
    ["2G", 2e9],
    ["1e3", 1000],
    [4096, 4096],
  ])("%s is %d", (value, bytes) => {
    expect(parseBytes(value)).toBe(bytes);
  });

  test.each(["", "Gi", "-1Gi", "1GiB", "1gb", "500m", "0.3", -1, 1.5, NaN, Infinity])(
    "%s is none",
    (value) => {
      expect(parseBytes(value)).toBeUndefined();
    },
  );

  test("people are told them with one decimal", () => {
    expect([0, 1023, 1024, 63.87 * 2 ** 30, 2 ** 60].map(roundBytes)).toEqual([
      "0",
      "1023",
      "1Ki",
      "63.9Gi",
      "1024Pi",
    ]);
  });
});
