import { expect, test } from "vitest";
import { FaultHistory } from "../../sim/cluster/fault-history.ts";
import type { ActiveFault } from "../../sim/faults/fault.ts";

const fault = (name: string, ...listeners: string[]): ActiveFault => ({
  name,
  kind: "connection-refused",
  effect: { type: "refuse" },
  listeners,
});

test("a failure is put down to the fault that was in force on its listener at its time", () => {
  const history = new FaultHistory();
  history.change(10, [fault("outage", "a", "b")]);
  history.change(20, [fault("outage", "b"), fault("second", "a")]);
  history.change(30, []);
  expect(
    (["a", "b", "c"] as const).map((listener) =>
      [9, 10, 15, 25, 30, 31].map((t) => history.faultAt(listener, t)),
    ),
  ).toEqual([
    [undefined, "outage", "outage", "second", "second", undefined],
    [undefined, "outage", "outage", "outage", "outage", undefined],
    [undefined, undefined, undefined, undefined, undefined, undefined],
  ]);
});

test("a fault that comes again and again is known each time", () => {
  const history = new FaultHistory();
  for (let round = 0; round < 100; round++) {
    history.change(10 * round, [fault("flaky", "a")]);
    history.change(10 * round + 5, []);
    expect(history.faultAt("a", 10 * round + 2)).toBe("flaky");
    expect(history.faultAt("a", 10 * round + 7)).toBeUndefined();
  }
});
