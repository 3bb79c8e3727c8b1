import { chmod, mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { delimiter, join } from "node:path";
import { expect, onTestFinished, test, vi } from "vitest";
import { findProgram } from "../../sim/cluster/find-program.ts";

async function folders() {
  const root = await mkdtemp(join(tmpdir(), "kvsim-path-"));
  onTestFinished(() => rm(root, { recursive: true, force: true }));
  const [first, second] = [join(root, "first"), join(root, "second")];
  for (const folder of [first, second]) await mkdir(folder);
  vi.stubEnv("PATH", [first, second].join(delimiter));
  onTestFinished(() => void vi.unstubAllEnvs());
  return { first, second };
}

async function program(folder: string, name: string): Promise<string> {
  const file = join(folder, name);
  await writeFile(file, "#!/bin/sh\n");
  await chmod(file, 0o755);
  return file;
}

test("a program's name is looked up in the folders of PATH, in their order", async () => {
  const { first, second } = await folders();
  const later = await program(second, "tool");
  expect(await findProgram("tool")).toBe(later);
  const sooner = await program(first, "tool");
  expect(await findProgram("tool")).toBe(sooner);
});

test("what is no program is passed over: a folder, and a file that may not be run", async () => {
  const { first, second } = await folders();
  await mkdir(join(first, "tool"));
  await writeFile(join(first, "other"), "");
  expect(await findProgram("other")).toBeUndefined();
  expect(await findProgram("tool")).toBeUndefined();
  await program(second, "tool");
  expect(await findProgram("tool")).toBe(join(second, "tool"));
});

test("a path is taken as it is, whatever PATH says", async () => {
  const { first, second } = await folders();
  await program(first, "tool");
  expect(await findProgram(join(second, "tool"))).toBeUndefined();
  expect(await findProgram(join(first, "tool"))).toBe(join(first, "tool"));
});
