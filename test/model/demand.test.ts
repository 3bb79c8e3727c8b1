import { expect, test } from "vitest";
import { Demand } from "../../sim/model/demand.ts";
import { workloadTypes } from "../../sim/model/workload.ts";
import { loadOf } from "../../sim/model/workloads/registry.ts";
import { extremeWorkload, indexes } from "./support.ts";

const demands = [1, 2, 3].flatMap((seed) =>
  [...workloadTypes.map((type) => ({ type, parameters: {} })), extremeWorkload(seed)].map((workload) => {
    const load = loadOf(workload, seed, "default/vm");
    return { load, demand: new Demand(load, seed, "default/vm") };
  }),
);

test("the demand stays above 0 and below its peak", () => {
  for (const { demand } of demands) {
    for (const index of indexes(3000)) {
      const rate = demand.rateAt(-5000 + index * 61.7);
      expect(rate).toBeGreaterThan(0);
      expect(rate).toBeLessThanOrEqual(demand.peak);
    }
  }
});

test("the demand is 1 on average over whole periods", () => {
  for (const { demand, load } of demands) {
    const span = 1000 * Math.max(load.period, load.burstEvery, 7200);
    expect((demand.integralAt(span) - demand.integralAt(0)) / span).toBeCloseTo(1, 1);
  }
});

test("the integral of the demand is that of its rate", () => {
  for (const { demand } of demands) {
    const [from, width, pieces] = [1234, 0.05, 20_000];
    const numeric = indexes(pieces).reduce(
      (sum, piece) => sum + width * demand.rateAt(from + (piece + 0.5) * width),
      0,
    );
    const exact = demand.integralAt(from + width * pieces) - demand.integralAt(from);
    expect(Math.abs(exact / numeric - 1)).toBeLessThan(1e-3);
  }
});

test("the VMs of one cluster have their day at about the same time, and are not alike", () => {
  const hourly = (name: string) => {
    const load = loadOf({ type: "web", parameters: {} }, 1, name);
    const demand = new Demand(load, 1, name);
    return indexes(24).map(
      (hour) => (demand.integralAt((hour + 1) * 3600) - demand.integralAt(hour * 3600)) / 3600,
    );
  };
  const busiest = indexes(10).map((index) => {
    const day = hourly(`default/vm-${index}`);
    return day.indexOf(Math.max(...day));
  });
  const sines = busiest.map(
    (hour) => [Math.cos((hour * Math.PI) / 12), Math.sin((hour * Math.PI) / 12)] as const,
  );
  const together = Math.hypot(
    sines.reduce((sum, [cosine]) => sum + cosine, 0),
    sines.reduce((sum, [, sine]) => sum + sine, 0),
  );
  expect(together).toBeGreaterThan(7);
  expect(hourly("default/vm-0")).not.toEqual(hourly("default/vm-1"));
});
