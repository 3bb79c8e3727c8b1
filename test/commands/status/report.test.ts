import { expect, test } from "vitest";
import type { ClusterFile } from "../../../sim/cluster/cluster-file.ts";
import type { ClusterNow } from "../../../sim/cluster/control/cluster-now.ts";
import type { ApiserverView } from "../../../sim/commands/running/apiserver-view.ts";
import { reportText } from "../../../sim/commands/status/report-text.ts";
import { reportOf } from "../../../sim/commands/status/report.ts";

const cluster: ClusterFile = {
  scenario: "shop",
  seed: 7,
  epoch: "2026-01-01T00:00:00Z",
  pid: 1,
  apiserver: { url: "https://127.0.0.1:6443", pid: 2 },
  control: { url: "http://127.9.255.2:26443" },
  components: [
    { kind: "virt-handler", pod: "virt-handler-a", node: "node01", address: "127.9.0.1:8443", pid: 3 },
  ],
};
const now: ClusterNow = {
  t: 72,
  componentsReady: 1,
  componentsWanted: 2,
  runningInstances: 3,
  activeFaults: [
    { name: "outage", does: "every virt-handler cannot reach the apiserver" },
    { name: "slow", does: "answers come late" },
  ],
  nextEvent: { name: "noon", atSeconds: 300, does: "stop shop/db" },
};
const pod = { component: "virt-handler", node: "node01", address: "127.9.0.1:8443" } as const;
const view: ApiserverView = {
  instances: { Running: 3 },
  pods: new Map([
    ["virt-handler-a", { ...pod, ready: true, restarts: 2 }],
    // It has crashed, and is yet to be started again: there is no process.
    ["virt-api-b", { ...pod, component: "virt-api", address: "127.9.0.2:8443", ready: false, restarts: 5 }],
  ]),
};

test("a status tells what is broken, what comes next, and how each component is", () => {
  expect(reportText(reportOf(cluster, now, view), undefined)).toBe(`\
shop for 1m12s, seed 7
apiserver   https://127.0.0.1:6443
VMIs        3 Running
faults      outage: every virt-handler cannot reach the apiserver
            slow: answers come late
next        noon in 3m48s, at 5m: stop shop/db

POD             READY  RESTARTS  NODE    ADDRESS
virt-api-b      no     5         node01  127.9.0.2:8443
virt-handler-a  yes    2         node01  127.9.0.1:8443
`);
});

test("wide shows kinds and processes; none while there is none", () => {
  const lines = reportText(reportOf(cluster, now, view), "wide").split("\n");
  expect(lines.slice(-3)).toEqual([
    "virt-api-b      no     5         node01  127.9.0.2:8443  virt-api      -",
    "virt-handler-a  yes    2         node01  127.9.0.1:8443  virt-handler  3",
    "",
  ]);
});

test("while the apiserver does not answer, what it alone knows is unknown", () => {
  const { t, componentsReady, componentsWanted, runningInstances } = now;
  const calm = { t, componentsReady, componentsWanted, runningInstances, activeFaults: [] };
  const report = reportOf(cluster, calm, { problem: "connection refused" });
  expect(report.instances).toBeUndefined();
  expect(reportText(report, undefined)).toBe(`\
shop for 1m12s, seed 7
apiserver   https://127.0.0.1:6443, which does not answer: connection refused
faults      none
next        no more events

POD             READY    RESTARTS  NODE    ADDRESS
virt-handler-a  unknown  -         node01  127.9.0.1:8443
`);
});
