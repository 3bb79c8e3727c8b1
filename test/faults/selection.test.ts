import { expect, test } from "vitest";
import type { FaultEnd } from "../../sim/faults/fault.ts";
import { selected, type Candidate } from "../../sim/faults/selection.ts";

const pod = (component: string, number: number): Candidate => ({
  component,
  pod: `${component}-${number}`,
  labels: { "kubevirt.io": component },
  node: `node${number}`,
  nodeLabels: { zone: number % 2 === 0 ? "even" : "odd" },
});
const pods = ["virt-handler", "virt-api"].flatMap((component) =>
  [0, 1, 2, 3].map((number) => pod(component, number)),
);
const names = (end: FaultEnd, seed = 1, from = pods) =>
  selected(end, from, seed).map((candidate) => candidate.pod);

test("all that is given has to hold, and nothing given means every component", () => {
  expect(names({})).toHaveLength(8);
  expect(names({ component: "virt-api", node: "node2" })).toEqual(["virt-api-2"]);
  expect(names({ nodeSelector: { zone: "odd" }, labels: { "kubevirt.io": "virt-handler" } })).toEqual([
    "virt-handler-1",
    "virt-handler-3",
  ]);
  expect(names({ pod: "virt-api-3" })).toEqual(["virt-api-3"]);
  expect(names({ component: "virt-api", pod: "virt-handler-0" })).toEqual([]);
});

test("percent takes that share of what the rest leaves, and at least one", () => {
  expect(names({ percent: 50 })).toHaveLength(4);
  expect(names({ component: "virt-api", percent: 1 })).toHaveLength(1);
  expect(names({ component: "virt-api", percent: 100 })).toHaveLength(4);
  expect(names({ component: "virt-operator", percent: 50 })).toEqual([]);
});

test("whom percent takes depends on the seed, not on the order", () => {
  expect(names({ percent: 25 }, 1, [...pods].reverse()).sort()).toEqual(names({ percent: 25 }).sort());
  const bySeed = [1, 2, 3, 4, 5, 6, 7, 8].map((seed) => names({ percent: 25 }, seed).join());
  expect(new Set(bySeed).size).toBeGreaterThan(1);
});
