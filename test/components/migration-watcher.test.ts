import { expect, test } from "vitest";
import { timestampAt } from "../../sim/clock/clock.ts";
import {
  virtualMachineInstanceKind,
  type MigrationState,
  type VirtualMachineInstance,
} from "../../sim/store/objects/virtual-machine.ts";
import { handler } from "./handler-cluster.ts";

const remaining = "kubevirt_vmi_migration_data_remaining_bytes";

/** A migration of VMI `a` from node01 to node02 that has begun, or whatever else the test says of it. */
async function migrating(more: Partial<MigrationState> = {}) {
  const { cluster, tested, vmi } = await handler();
  const state = (): MigrationState => ({
    migrationUid: "uid",
    sourceNode: "node01",
    sourcePod: "x",
    targetNode: "node02",
    targetPod: "y",
    startTimestamp: timestampAt(cluster.clock, cluster.clock.now()),
    ...more,
  });
  const set = (migrationState: MigrationState) =>
    cluster.store.modify<VirtualMachineInstance>(virtualMachineInstanceKind, vmi, (present) => ({
      ...present,
      status: { ...present.status, migrationState },
    }));
  set(state());
  const seen = async () => (await cluster.scrape(tested)).filter(({ name }) => name === remaining);
  return { cluster, seen, set, state };
}

test("a migration is looked at every 5 s from its source, and each look is shown once, with its time", async () => {
  const { cluster, seen } = await migrating();
  const began = cluster.clock.now();
  await cluster.clock.advance(began + 17);
  const looks = await seen();
  expect(looks).toHaveLength(3);
  const times = looks.map(({ timestampMillis = 0 }) => (timestampMillis - cluster.clock.epochMillis) / 1000);
  times.forEach((t, index) => expect(t - began).toBeCloseTo(5 * (index + 1), 0));
  expect(looks[0]?.labels).toEqual({ name: "a", namespace: "default", node: "node01" });
  expect(await seen()).toEqual([]);
  await cluster.clock.advance(began + 21);
  expect(await seen()).toHaveLength(1);
});

test("a migration that is over is looked at no more, and the next one is", async () => {
  const { cluster, seen, set, state } = await migrating();
  await cluster.clock.advance(cluster.clock.now() + 6);
  set({ ...state(), completed: true });
  expect(await seen()).toHaveLength(1);
  await cluster.clock.advance(cluster.clock.now() + 20);
  expect(await seen()).toEqual([]);
  set({ ...state(), migrationUid: "next" });
  await cluster.clock.advance(cluster.clock.now() + 6);
  expect(await seen()).toHaveLength(1);
});

test("nothing is seen of a migration whose memory does not move yet, nor of one that comes here", async () => {
  for (const state of [{ startTimestamp: undefined }, { sourceNode: "node02" }]) {
    const { cluster, seen } = await migrating(state as Partial<MigrationState>);
    await cluster.clock.advance(cluster.clock.now() + 20);
    expect(await seen()).toEqual([]);
  }
});
