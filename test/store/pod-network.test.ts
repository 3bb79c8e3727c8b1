import { expect, test } from "vitest";
import { ManualClock } from "../../sim/clock/manual.ts";
import { PodNetwork } from "../../sim/store/pod-network.ts";
import { testPlan } from "../support/simulation.ts";

test("a pod keeps its address, and no other pod has it while it lives or has just gone", () => {
  const clock = new ManualClock();
  const network = new PodNetwork(testPlan, clock);
  const first = network.addressOf("a");
  expect(network.addressOf("a")).toEqual(first);
  network.release("a");
  clock.advanceSync(599);
  expect(network.addressOf("b")).not.toEqual(first);
});

test("addresses are used again when they have rested, so that a churning cluster never runs out", () => {
  const clock = new ManualClock();
  const network = new PodNetwork(testPlan, clock);
  const addresses = new Set<string>();
  for (let nth = 0; nth < 1000; nth++) {
    addresses.add(network.addressOf(`pod-${nth}`).ip);
    network.release(`pod-${nth}`);
    clock.advanceSync(nth * 60);
  }
  expect(addresses.size).toBeLessThan(20);
});

test("launchers are numbered apart: what guests take, no component misses", () => {
  const network = new PodNetwork(testPlan, new ManualClock());
  const first = network.addressOf("virt-handler-a");
  const launchers = Array.from({ length: 500 }, (_, nth) => network.launcherIpOf(`virt-launcher-${nth}`));
  expect(new Set(launchers).size).toBe(500);
  const untouched = new PodNetwork(testPlan, new ManualClock());
  untouched.addressOf("virt-handler-a");
  expect(network.addressOf("virt-handler-b")).toEqual(untouched.addressOf("virt-handler-b"));
  expect(launchers).not.toContain(first.ip);
});
