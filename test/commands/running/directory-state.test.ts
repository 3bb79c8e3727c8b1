import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, onTestFinished, test } from "vitest";
import { addressBlocks } from "../../../sim/cluster/addresses.ts";
import { ClusterDirectory, fileNames } from "../../../sim/cluster/files.ts";
import { acquireInstanceLock } from "../../../sim/cluster/instance-lock.ts";
import { directoryState, runningCluster } from "../../../sim/commands/running/directory-state.ts";

async function directory(): Promise<ClusterDirectory> {
  const path = await mkdtemp(join(tmpdir(), "kvsim-state-"));
  onTestFinished(() => rm(path, { recursive: true, force: true }));
  return ClusterDirectory.open(join(path, "cluster"));
}

async function held(): Promise<ClusterDirectory> {
  const lock = await acquireInstanceLock(addressBlocks("ports"));
  onTestFinished(() => lock.release().catch(() => undefined));
  const mine = await directory();
  await lock.holdDirectory(mine);
  return mine;
}

test("where nothing was started, nothing runs", async () => {
  const { path } = await directory();
  expect(await directoryState(path)).toEqual({ state: "none" });
  expect(await directoryState(join(path, "not-there"))).toEqual({ state: "none" });
  await expect(runningCluster(path)).rejects.toThrow(`${path}: no kvsim runs here`);
});

test("one that starts is not ready until cluster.json is there", async () => {
  const mine = await held();
  expect(await directoryState(mine.path)).toEqual({ state: "not-ready", pid: process.pid });
  await expect(runningCluster(mine.path)).rejects.toThrow(`kvsim (process ${process.pid}) is not ready`);
  await mine.write(fileNames.cluster, JSON.stringify({ pid: process.pid }));
  expect(await directoryState(mine.path)).toMatchObject({ state: "ready", cluster: { pid: process.pid } });
});

test("a cluster.json of an earlier run counts for nothing while the next one starts", async () => {
  const mine = await held();
  await mine.write(fileNames.cluster, JSON.stringify({ pid: process.pid + 1 }));
  expect(await directoryState(mine.path)).toEqual({ state: "not-ready", pid: process.pid });
});

test.each([fileNames.cluster, fileNames.lock])("%s that nobody answers for is stale", async (name) => {
  const mine = await directory();
  await mine.write(name, JSON.stringify({ pid: 1, instance: "gone", address: { ip: "127.0.0.1", port: 1 } }));
  expect(await directoryState(mine.path)).toEqual({ state: "stale" });
  await expect(runningCluster(mine.path)).rejects.toThrow("its files were left by one that was killed");
});
