import { expect, test } from "vitest";
import { connectionRefused } from "../../sim/faults/connection-refused.ts";
import type { FaultEnd } from "../../sim/faults/fault.ts";

const explain = (from: FaultEnd, to: FaultEnd) =>
  connectionRefused.explain({ kind: "connection-refused", from, to });

test.each<[FaultEnd, FaultEnd, string]>([
  [{}, { component: "apiserver" }, "everyone cannot reach the apiserver: connections are refused"],
  [
    { component: "virt-handler", nodeSelector: { zone: "rack-a", disk: "ssd" } },
    { component: "apiserver" },
    "virt-handler on nodes with zone=rack-a and disk=ssd cannot reach the apiserver: connections are refused",
  ],
  [
    { component: "prometheus" },
    { component: "virt-handler", node: "node02" },
    "prometheus cannot reach virt-handler on node02: connections are refused",
  ],
  [{}, { node: "node02" }, "everyone cannot reach every component on node02: connections are refused"],
])("%j → %j is explained in plain English", (from, to, text) => {
  expect(explain(from, to)).toBe(text);
});

test("listeners are to refuse", () => {
  expect(connectionRefused.effect({ kind: "connection-refused", from: {}, to: {} })).toEqual({
    type: "refuse",
  });
});
