import { readFile, stat } from "node:fs/promises";
import { join } from "node:path";
import type { ClusterFile } from "../../cluster/cluster-file.ts";
import { ClusterError } from "../../cluster/errors.ts";
import { fileNames } from "../../cluster/files.ts";
import { livingHolder } from "../../cluster/instance-lock.ts";

/** What is going on in a directory that `kvsim up` is given, or was. */
type DirectoryState =
  | { readonly state: "ready"; readonly pid: number; readonly cluster: ClusterFile }
  /** Something runs, and is not ready yet, or is about to end. */
  | { readonly state: "not-ready"; readonly pid: number }
  /** Files of an earlier run, and nobody who answers for them. */
  | { readonly state: "stale" }
  | { readonly state: "none" };

export async function directoryState(directory: string): Promise<DirectoryState> {
  const lockFile = join(directory, fileNames.lock);
  const holder = await livingHolder(lockFile);
  const cluster = await readClusterFile(directory);
  if (holder === undefined) {
    return { state: cluster !== undefined || (await exists(lockFile)) ? "stale" : "none" };
  }
  const { pid } = holder;
  return cluster?.pid === pid ? { state: "ready", pid, cluster } : { state: "not-ready", pid };
}

/** The cluster that runs in a directory. Throws ClusterError when there is none that is ready. */
export async function runningCluster(directory: string): Promise<ClusterFile> {
  const found = await directoryState(directory);
  if (found.state === "ready") return found.cluster;
  throw new ClusterError(...absence(directory, found));
}

/** Why no cluster can be talked to, and what to do about it. */
export function absence(
  directory: string,
  found: Exclude<DirectoryState, { state: "ready" }>,
): [message: string, fix: string] {
  switch (found.state) {
    case "not-ready":
      return [
        `${directory}: kvsim (process ${found.pid}) is not ready`,
        `Wait for it with kvsim wait --dir ${directory}.`,
      ];
    case "stale":
      return [
        `${directory}: no kvsim runs here; its files were left by one that was killed`,
        `Start one with kvsim up --dir ${directory}; it takes the directory over.`,
      ];
    case "none":
      return [
        `${directory}: no kvsim runs here`,
        "Start one with kvsim up, or name the directory of one that runs with --dir.",
      ];
  }
}

async function readClusterFile(directory: string): Promise<ClusterFile | undefined> {
  try {
    return JSON.parse(await readFile(join(directory, fileNames.cluster), "utf8")) as ClusterFile;
  } catch {
    // It is written as a whole, so what cannot be read is not there, or not ours to read.
    return undefined;
  }
}

async function exists(path: string): Promise<boolean> {
  return stat(path).then(
    () => true,
    () => false,
  );
}
