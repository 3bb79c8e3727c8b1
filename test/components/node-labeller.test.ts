import { expect, test } from "vitest";
import { nodeKind } from "../../sim/store/objects/node.ts";
import { handler } from "./handler-cluster.ts";
import { sumOf } from "./small-cluster.ts";

test("what its host can do stands on the node, and is written once", async () => {
  const { cluster, tested } = await handler();
  const before = cluster.store.get(nodeKind, undefined, "node02")?.metadata.labels;
  await cluster.clock.advance(3600);
  const labels = cluster.store.get(nodeKind, undefined, "node01")?.metadata.labels;
  expect(labels).toMatchObject({
    "kubernetes.io/hostname": "node01",
    "kubevirt.io/ksm-enabled": "false",
    "cpu-model.node.kubevirt.io/Cascadelake-Server": "true",
    "cpu-vendor.node.kubevirt.io/Intel": "true",
    "hyperv.node.kubevirt.io/base": "true",
  });
  const patches = cluster.askedBy("virt-handler-a", "PATCH", "/nodes/node01");
  expect(patches.filter(({ body }) => body.includes("cpu-model"))).toHaveLength(1);
  expect(patches.filter(({ body }) => body.includes("ksm-handler-managed"))).toHaveLength(1);
  expect(cluster.store.get(nodeKind, undefined, "node02")?.metadata.labels).toEqual(before);
  const looks = sumOf(await cluster.scrape(tested), "kubevirt_workqueue_adds_total", {
    name: "virt-handler-node-labeller",
  });
  expect(looks).toBeGreaterThanOrEqual(3600 / 396);
  expect(looks).toBeLessThanOrEqual(3600 / 180 + 1);
});
