import { expect, test } from "vitest";
import { describeCause } from "../../sim/cluster/timeline-text.ts";
import { scenario } from "../support/scenario.ts";

const given = scenario({
  timeline: [
    { name: "cut", atSeconds: 60, removeNode: { node: "node02", stays: true } },
    {
      name: "outage",
      atSeconds: 90,
      forSeconds: 30,
      fault: { kind: "connection-refused", from: { component: "virt-api" }, to: { component: "apiserver" } },
    },
  ],
});

test("a cause is told as kvsim explain tells its event, and the end of a fault as one", () => {
  expect(describeCause(given, "cut")).toBe("cut: the power of node02 is cut, its Node stays");
  expect(describeCause(given, "outage")).toBe(
    "outage: virt-api cannot reach the apiserver: connections are refused, until 2m",
  );
  expect(describeCause(given, "outage.end")).toBe("outage: is over");
});

test("what happened before t = 0 is no event of the timeline", () => {
  expect(describeCause(given, "create-shop-db")).toBeUndefined();
});
