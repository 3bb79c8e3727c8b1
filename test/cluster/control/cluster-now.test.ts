import { expect, test } from "vitest";
import { clusterNow } from "../../../sim/cluster/control/cluster-now.ts";
import { scenarioOf } from "../../scenario/support.ts";

const scenario = scenarioOf(`
nodes: 2
virtualMachines: [{ name: db, namespace: shop }]
timeline:
  - { name: outage, at: 1m, for: 2m, fault: connection-refused, from: { component: virt-handler }, to: { component: apiserver } }
  - { name: noon, at: 5m, stop: { vm: shop/db } }
`);
const counts = { componentsReady: 7, componentsWanted: 8, runningInstances: 1 };

test("faults in force and what comes next are put into the scenario's words", () => {
  const status = {
    t: 0,
    ...counts,
    activeFaults: ["outage"],
    nextEvent: { name: "outage.end", atSeconds: 180 },
  };
  const does = "virt-handler cannot reach the apiserver: connections are refused, until 3m";
  expect(clusterNow(scenario, status, 61.23)).toEqual({
    t: 61.2,
    ...counts,
    activeFaults: [{ name: "outage", does }],
    nextEvent: { name: "outage.end", atSeconds: 180, does: "is over" },
  });
});

test("what is to come is absent when nothing is", () => {
  const over = clusterNow(scenario, { t: 0, ...counts, activeFaults: [], nextEvent: undefined }, 400);
  expect(over).toEqual({ t: 400, ...counts, activeFaults: [] });
});
