import { existsSync } from "node:fs";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, onTestFinished, test } from "vitest";
import { addressBlocks } from "../../sim/cluster/addresses.ts";
import { ClusterDirectory, fileNames } from "../../sim/cluster/files.ts";
import { acquireInstanceLock } from "../../sim/cluster/instance-lock.ts";
import type { AddressBlock } from "../../sim/wire/channel.ts";

async function lock(mode: "loopback" | "ports" = "ports") {
  const acquired = await acquireInstanceLock(addressBlocks(mode));
  onTestFinished(() => acquired.release().catch(() => undefined));
  return acquired;
}

async function directory() {
  const path = await mkdtemp(join(tmpdir(), "kvsim-lock-"));
  onTestFinished(() => rm(path, { recursive: true, force: true }));
  return ClusterDirectory.open(join(path, "cluster"));
}

test("two instances at once have different blocks of addresses", async () => {
  const [first, second] = [await lock(), await lock()];
  expect(first.block).not.toEqual(second.block);
});

test("a block that was released is free again", async () => {
  const first = await lock();
  await first.release();
  expect((await lock()).block).toEqual(first.block);
});

test("a second instance in the same directory is refused, and told who is there", async () => {
  const shared = await directory();
  await (await lock()).holdDirectory(shared);
  await expect((await lock()).holdDirectory(shared)).rejects.toThrow(
    `another kvsim (process ${process.pid}) is running in this directory`,
  );
});

test("a directory is free again when its instance has released it", async () => {
  const shared = await directory();
  const first = await lock();
  await first.holdDirectory(shared);
  await first.release();
  expect(existsSync(shared.file(fileNames.lock))).toBe(false);
  await expect((await lock()).holdDirectory(shared)).resolves.toBeUndefined();
});

test("what a dead instance left in the directory stops nobody, though another instance has its address now", async () => {
  const shared = await directory();
  const other = await lock();
  await other.holdDirectory(await directory());
  for (const left of [
    "",
    "not JSON",
    JSON.stringify({ pid: 1, instance: "gone", address: { ip: "127.0.0.1", port: 1 } }),
    JSON.stringify({ pid: 1, instance: "gone", address: { ip: "127.0.0.1", port: portOf(other.block) } }),
  ]) {
    await writeFile(shared.file(fileNames.lock), left);
    const next = await lock();
    await next.holdDirectory(shared);
    await next.release();
  }
});

function portOf(block: AddressBlock): number {
  if (block.mode !== "ports") throw new Error("expected a block of ports");
  return block.basePort;
}
