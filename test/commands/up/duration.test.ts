import { expect, test } from "vitest";
import { formatDuration } from "../../../sim/commands/up/duration.ts";

test.each([
  [0, "0s"],
  [-3, "0s"],
  [59.9, "59s"],
  [60, "1m"],
  [754, "12m34s"],
  [3600, "1h"],
  [3605, "1h"],
  [3900, "1h5m"],
  [90_000, "1d1h"],
])("%d seconds are %s", (seconds, text) => {
  expect(formatDuration(seconds)).toBe(text);
});
