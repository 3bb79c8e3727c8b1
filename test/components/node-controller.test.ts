import { expect, test } from "vitest";
import { timestampAt } from "../../sim/clock/clock.ts";
import { kindNamed } from "../../sim/store/kinds.ts";
import type { KubeObject } from "../../sim/store/object.ts";
import { nodeKind } from "../../sim/store/objects/node.ts";
import { replicas } from "./replicas.ts";
import { sumOf } from "./small-cluster.ts";

const eventKind = kindNamed<KubeObject & { reason: string; message: string }>("events");

test("a node without a heartbeat for 5 minutes is marked unschedulable by the leader, once, within a minute", async () => {
  const { cluster } = await replicas();
  const labelOf = (name: string) =>
    cluster.store.get(nodeKind, undefined, name)?.metadata.labels?.["kubevirt.io/schedulable"];
  const beat = (name: string) => {
    const node = cluster.store.get(nodeKind, undefined, name);
    if (node === undefined) throw new Error(`there is no ${name}`);
    const annotations = { "kubevirt.io/heartbeat": timestampAt(cluster.clock, cluster.clock.now()) };
    cluster.store.update(nodeKind, { ...node, metadata: { ...node.metadata, annotations } });
  };
  const began = cluster.clock.now();
  beat("node01");
  beat("node02");
  await cluster.clock.advance(began + 200);
  beat("node02");
  await cluster.clock.advance(began + 299);
  expect(labelOf("node01")).toBe("true");
  await cluster.clock.advance(began + 362);
  expect(labelOf("node01")).toBe("false");
  expect(labelOf("node02")).toBe("true");
  await cluster.clock.advance(began + 480);
  const patches = cluster.askedBy("virt-controller-a", "PATCH", "/nodes/");
  expect(patches.map(({ path, body }) => [path, body])).toEqual([
    ["/api/v1/nodes/node01", '{"metadata":{"labels":{"kubevirt.io/schedulable":"false"}}}'],
  ]);
  expect(cluster.askedBy("virt-controller-b", "PATCH")).toEqual([]);
  expect(cluster.store.list(eventKind, "default")).toMatchObject([{ reason: "NodeUnresponsive" }]);
});

test("a node that never had a heartbeat is left alone, and one looked at often is not looked at more often for it", async () => {
  const { cluster, leader } = await replicas();
  const touch = (label: string) => {
    const node = cluster.store.get(nodeKind, undefined, "node01");
    if (node === undefined) throw new Error("there is no node01");
    const labels = { ...node.metadata.labels, touched: label };
    cluster.store.update(nodeKind, { ...node, metadata: { ...node.metadata, labels } });
  };
  for (let second = 0; second < 30; second++) {
    touch(String(second));
    await cluster.clock.advance(cluster.clock.now() + 1);
  }
  const adds = async () =>
    sumOf(await cluster.scrape(leader), "kubevirt_workqueue_adds_total", { name: "virt-controller-node" });
  const before = await adds();
  await cluster.clock.advance(cluster.clock.now() + 600);
  expect((await adds()) - before).toBeLessThanOrEqual(22);
  expect(cluster.askedBy("virt-controller-a", "PATCH", "/nodes/")).toEqual([]);
});
