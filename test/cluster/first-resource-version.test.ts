import { expect, test } from "vitest";
import { firstResourceVersion } from "../../sim/cluster/first-resource-version.ts";

/** The wall clock of a run that began at `epochMillis`, when `seconds` of it have passed. */
const clock = (epochMillis: number, seconds: number) => ({ epochMillis, now: () => seconds });

test("R3b whatever a server wrote, one that starts after it begins higher, also with a past of its own", () => {
  const began = Date.UTC(2026, 0, 1);
  const first = firstResourceVersion(clock(began, -3600));
  const seconds = 10;
  const writesPerSecond = 100_000;
  const next = firstResourceVersion(clock(began + seconds * 1000, -3600));
  expect(next).toBeGreaterThan(first + seconds * writesPerSecond);
});

test("R3b resourceVersions are whole numbers that can be told apart, for centuries", () => {
  const late = firstResourceVersion(clock(Date.UTC(2200, 0, 1) + 0.5, 1.0000005));
  expect(Number.isSafeInteger(late)).toBe(true);
});
