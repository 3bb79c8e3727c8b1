import { chmod, mkdir, readdir, readFile, rename, rm, writeFile } from "node:fs/promises";
import { dirname, join, resolve } from "node:path";
import { ClusterError, errorCode, errorMessage } from "./errors.ts";

/** Names of what a cluster writes into its directory. */
export const fileNames = {
  gitignore: ".gitignore",
  lock: "lock.json",
  kubeconfig: "kubeconfig",
  ca: "ca.crt",
  /** Of KubeVirt's monitor account. */
  monitorToken: "monitor.token",
  /** Of Prometheus' own account. */
  discoveryToken: "discovery.token",
  prometheus: "prometheus.yml",
  prometheusEndpointSlice: "prometheus-endpointslice.yml",
  prometheusPod: "prometheus-pod.yml",
  vmagent: "vmagent.yml",
  ledger: "ledger.ndjson",
  /** What the components say: what their pods' logs would hold. */
  podLog: "pods.ndjson",
  /** Written last: while it is there, everything is up. */
  cluster: "cluster.json",
  /** What `kvsim up --detach` says, which has no terminal. */
  detachedLog: "kvsim.log",
  prometheusData: "prometheus",
  prometheusLog: "prometheus.log",
} as const;

/** Only its owner may read what has tokens in it. */
const ownerOnly = { directory: 0o700, file: 0o600 };
const ignoreAll = "*\n";

/** The directory of one running cluster. */
export class ClusterDirectory {
  /** As the user named it. */
  readonly path: string;

  private constructor(path: string) {
    this.path = path;
  }

  /**
   * Makes the directory, or takes over one of an earlier run. Throws ClusterError when it cannot be written
   * to, or holds something that is not ours.
   */
  static async open(path: string): Promise<ClusterDirectory> {
    const directory = new ClusterDirectory(path);
    try {
      await makeDirectory(resolve(path));
      await refuseForeign(path);
      await directory.write(fileNames.gitignore, ignoreAll);
      await chmodOwn(path);
    } catch (error) {
      if (error instanceof ClusterError) throw error;
      throw new ClusterError(
        `${path}: cannot be written to (${errorMessage(error)})`,
        errorCode(error) === "ENOTDIR"
          ? "Name a directory with --dir, not a file."
          : "Name a directory that you may write to with --dir.",
      );
    }
    return directory;
  }

  file(name: string): string {
    return join(this.path, name);
  }

  /** Writes a file as a whole: whoever reads it sees the old one or the new one. */
  async write(name: string, content: string): Promise<void> {
    const temporary = this.file(`.${name}.new`);
    await rm(temporary, { force: true });
    await writeFile(temporary, content, { mode: ownerOnly.file, flag: "wx" });
    await rename(temporary, this.file(name));
  }

  async remove(name: string): Promise<void> {
    await rm(this.file(name), { force: true });
  }
}

/** With its parents. Node's own `recursive` never returns where a parent exists but takes no entries (/proc). */
async function makeDirectory(path: string): Promise<void> {
  try {
    await mkdir(path);
  } catch (error) {
    if (errorCode(error) === "EEXIST") return;
    if (errorCode(error) !== "ENOENT" || dirname(path) === path) throw error;
    await makeDirectory(dirname(path));
    await mkdir(path);
  }
}

/** A directory of someone else's, such as a mounted one, keeps its mode; the files in it are closed anyway. */
async function chmodOwn(path: string): Promise<void> {
  await chmod(path, ownerOnly.directory).catch((error: unknown) => {
    if (errorCode(error) !== "EPERM") throw error;
  });
}

/** Writing a `.gitignore` of `*` beside someone's sources would hide them from git. */
async function refuseForeign(path: string): Promise<void> {
  if ((await readdir(path)).length === 0) return;
  const gitignore = await readFile(join(path, fileNames.gitignore), "utf8").catch(() => undefined);
  if (gitignore === ignoreAll) return;
  throw new ClusterError(
    `${path}: is not empty, and no directory of an earlier run`,
    "Name a new or empty directory with --dir.",
  );
}
