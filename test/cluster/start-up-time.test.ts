import { expect, test } from "vitest";
import { startUpTime } from "../../sim/cluster/start-up-time.ts";
import { parseScenario } from "../../sim/scenario/load.ts";

function scenarioOf(nodes: number, virtualMachines: number) {
  const text = `{apiVersion: kvsim/v1, name: x, nodes: ${nodes}, virtualMachines: ${virtualMachines}}`;
  const parsed = parseScenario(text, "x.yaml");
  if ("problems" in parsed) throw new Error("the scenario is not valid");
  return parsed.scenario;
}

const seconds = (nodes: number, virtualMachines: number, cores = 2, loadSeconds?: number) =>
  startUpTime(scenarioOf(nodes, virtualMachines), cores, loadSeconds).untilReadySeconds;

test("more nodes and more VMs take longer, more cores do not; past the limit nodes share and cost less", () => {
  expect(seconds(3, 10)).toBeLessThan(seconds(16, 10));
  expect(seconds(1000, 0)).toBeLessThan(seconds(1000, 8000));
  expect(seconds(10, 10, 4)).toBeLessThan(seconds(10, 10, 2));
  expect(seconds(100, 10) / 100).toBeLessThan(seconds(16, 10) / 16);
});

test("a machine that loads code three times as slowly is given three times as long, one that is stuck is not", () => {
  expect(seconds(3, 3, 2, 1.2)).toBeCloseTo(3 * seconds(3, 3), 5);
  expect(seconds(3, 3, 2, 1000)).toBeLessThan(60);
});

test("component pods are rolled out before there is need of them, on a fast machine always at the same time", () => {
  const small = startUpTime(scenarioOf(2, 2), 8);
  expect(small.rollOutSeconds).toBe(startUpTime(scenarioOf(3, 3), 4).rollOutSeconds);
  const slow = startUpTime(scenarioOf(1000, 8000), 2, 4);
  expect(slow.rollOutSeconds).toBeGreaterThan(slow.untilReadySeconds);
});
