import { expect, test } from "vitest";
import { nodeKind } from "../../sim/store/objects/node.ts";
import { handler } from "./handler-cluster.ts";

test("its heartbeat is a patch at the start, one when its devices are there, then one every 60 s to 132 s", async () => {
  const { cluster } = await handler();
  await cluster.clock.advance(3600);
  const beats = cluster
    .askedBy("virt-handler-a", "PATCH", "/nodes/node01")
    .filter(({ body }) => body.includes("heartbeat"));
  const schedulable = beats.map(({ body }) => /schedulable":"(\w+)"/.exec(body)?.[1]);
  expect(schedulable.slice(0, 3)).toEqual(["false", "true", "true"]);
  expect(beats[1]?.t).toBeLessThan(3);
  const gaps = beats.slice(2).map(({ t }, index) => t - (beats[index + 1]?.t ?? 0));
  expect(Math.min(...gaps)).toBeGreaterThanOrEqual(60);
  expect(Math.max(...gaps)).toBeLessThan(132.1);
  expect(Math.max(...gaps) - Math.min(...gaps)).toBeGreaterThan(30);
  const node = cluster.store.get(nodeKind, undefined, "node01")?.metadata;
  expect(node?.labels).toMatchObject({
    "kubevirt.io/schedulable": "true",
    "kubevirt.io/cpumanager": "false",
  });
  expect(Date.parse(node?.annotations?.["kubevirt.io/heartbeat"] ?? "")).toBeGreaterThan(
    cluster.clock.epochMillis + 3600_000 - 133_000,
  );
});
