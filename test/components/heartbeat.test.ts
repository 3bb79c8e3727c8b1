import { expect, test } from "vitest";
import { ManualClock } from "../../sim/clock/manual.ts";
import { Heartbeat } from "../../sim/components/heartbeat.ts";
import { nodeKind } from "../../sim/store/objects/node.ts";
import { handler } from "./handler-cluster.ts";
import { scriptedClient } from "./scripted-transport.ts";

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

test("the devices are looked for once a second, for ten seconds", async () => {
  const beatsWith = async (devicesReadyAt: number) => {
    const clock = new ManualClock();
    const { client, lifetime, transport } = scriptedClient(clock, () => ({ status: 200 }));
    const options = { client, lifetime, nodeName: "node01", devicesReadyAt };
    void new Heartbeat({ ...options, draw: () => 0, failed: () => undefined }).run();
    await clock.advance(30);
    return transport.requests.map(({ t, body }) => {
      const [, schedulable] = /schedulable":"(\w+)"/.exec(new TextDecoder().decode(body)) ?? [];
      return [Math.round(t), schedulable];
    });
  };
  expect(await beatsWith(0)).toEqual([
    [0, "true"],
    [0, "true"],
  ]);
  expect(await beatsWith(2.5)).toEqual([
    [0, "false"],
    [3, "true"],
  ]);
  expect(await beatsWith(Infinity)).toEqual([
    [0, "false"],
    [10, "false"],
  ]);
});

test("a heartbeat that fails is not repeated before the next is due", async () => {
  const clock = new ManualClock();
  const { client, lifetime, transport } = scriptedClient(clock, () => ({ error: "refused" }));
  const failures: Error[] = [];
  const options = { client, lifetime, nodeName: "node01", devicesReadyAt: 0, draw: () => 0 };
  void new Heartbeat({ ...options, failed: (error) => failures.push(error) }).run();
  await clock.advance(150);
  expect(transport.requests.map(({ t }) => Math.round(t))).toEqual([0, 0, 60, 120]);
  expect(failures).toHaveLength(4);
});
