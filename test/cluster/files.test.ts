import { mkdir, mkdtemp, readdir, readFile, rm, stat, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, onTestFinished, test } from "vitest";
import { ClusterDirectory } from "../../sim/cluster/files.ts";

async function temporary(): Promise<string> {
  const path = await mkdtemp(join(tmpdir(), "kvsim-files-"));
  onTestFinished(() => rm(path, { recursive: true, force: true }));
  return path;
}

const modeOf = async (path: string) => ((await stat(path)).mode & 0o777).toString(8);

test("only its owner may read the directory and what is in it", async () => {
  const directory = await ClusterDirectory.open(join(await temporary(), "a", "b"));
  await directory.write("token", "secret");
  expect(await modeOf(directory.path)).toBe("700");
  expect(await modeOf(directory.file("token"))).toBe("600");
});

test("a file that is written again keeps its mode and has the new content", async () => {
  const directory = await ClusterDirectory.open(join(await temporary(), "cluster"));
  await directory.write("token", "old");
  await directory.write("token", "new");
  expect(await readFile(directory.file("token"), "utf8")).toBe("new");
  expect(await modeOf(directory.file("token"))).toBe("600");
  expect(await readdir(directory.path)).toEqual([".gitignore", "token"]);
});

test("git ignores all that is in the directory", async () => {
  const directory = await ClusterDirectory.open(join(await temporary(), "cluster"));
  expect(await readFile(directory.file(".gitignore"), "utf8")).toBe("*\n");
});

test("a directory of an earlier run is taken over", async () => {
  const path = join(await temporary(), "cluster");
  const first = await ClusterDirectory.open(path);
  await first.write("kubeconfig", "old");
  await expect(ClusterDirectory.open(path)).resolves.toBeDefined();
});

test("a directory with something else in it is left alone", async () => {
  const path = await temporary();
  await writeFile(join(path, "thesis.tex"), "");
  await expect(ClusterDirectory.open(path)).rejects.toThrow(
    /is not empty, and no directory of an earlier run/,
  );
  expect(await readdir(path)).toEqual(["thesis.tex"]);
});

test("a path that cannot be a directory is refused with what to do", async () => {
  const path = await temporary();
  await writeFile(join(path, "file"), "");
  await expect(ClusterDirectory.open(join(path, "file"))).rejects.toMatchObject({
    message: expect.stringContaining("cannot be written to") as string,
    fix: "Name a directory with --dir, not a file.",
  });
  await mkdir(join(path, "fine"));
  await expect(ClusterDirectory.open(join(path, "fine"))).resolves.toBeDefined();
});

test("a parent that takes no entries is refused, not waited for", async () => {
  await expect(ClusterDirectory.open("/proc/kvsim/cluster")).rejects.toThrow(/cannot be written to/);
});
