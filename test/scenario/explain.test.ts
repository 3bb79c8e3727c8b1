import { expect, test } from "vitest";
import { explainScenario } from "../../sim/scenario/explain.ts";
import { scenarioOf } from "./support.ts";

test("a scenario is told in plain English, replicas in one line, times from the start", () => {
  const scenario = scenarioOf(`
name: rack-outage
description: Rack A is cut off.
seed: 7
duration: 40m
nodes:
  - { name: a, replicas: 3, labels: { zone: rack-a } }
  - { name: b, capacity: { cpu: 16, memory: 64Gi } }
virtualMachines:
  - { name: web, namespace: shop, replicas: 20, cpu: { cores: 2 }, memory: { guest: 4Gi }, workload: web }
  - name: db
    nodeSelector: { zone: rack-a }
    disks: [{ name: root }, { name: data, capacity: 1Ti }]
    workload: { type: database, dirtyRate: 40Mi, burstEvery: 5m, cpu: 0.5 }
    guestAgent: false
    uptime: 2d
  - { name: spare, runStrategy: Halted, disks: [] }
timeline:
  - name: outage
    at: 10m
    for: 12m
    fault: connection-refused
    from: { component: virt-handler, nodeSelector: { zone: rack-a } }
    to: { component: apiserver }
  - { name: spare-up, at: outage.end+3m, start: { vm: spare } }
  - { name: bang, at: outage+90s, crash: { component: virt-handler, node: a-0 } }
`);
  expect(explainScenario(scenario)).toBe(`\
rack-outage: Rack A is cut off.
KubeVirt v1.9; seed 7; ends after 40m.

4 nodes
  a-0 … a-2  8 CPUs, 32Gi, zone=rack-a
  b          16 CPUs, 64Gi

22 VMs
  shop/web-0 … web-19  2 vCPUs, 4Gi, 30Gi disk, web, up for 1h
  default/db           1 vCPU, 2Gi, 30Gi + 1Ti disk, database (cpu 0.5, dirtyRate 40Mi, burstEvery 5m), no guest agent, only on nodes with zone=rack-a, up for 2d
  default/spare        1 vCPU, 2Gi, no disk, idle, Halted

3 events
  10m     outage    virt-handler on nodes with zone=rack-a cannot reach the apiserver: connections are refused, until 22m
  11m30s  bang      crash the virt-handler on a-0
  25m     spare-up  start default/spare
`);
});

test("what is not there is said so", () => {
  expect(explainScenario(scenarioOf("name: bare\nnodes: 1"))).toBe(
    "bare\nKubeVirt v1.9; seed 1; stays up.\n\n1 node\n  node01  8 CPUs, 32Gi\n\nno VMs\n\nno events\n",
  );
});

test("objects of manifests are listed by kind and name", () => {
  const scenario = {
    ...scenarioOf("name: bare\nnodes: 1"),
    manifests: [{ apiVersion: "v1", kind: "ConfigMap", metadata: { name: "c", namespace: "shop" } }],
  };
  expect(explainScenario(scenario)).toContain("\n1 object from manifests\n  ConfigMap shop/c\n");
});
