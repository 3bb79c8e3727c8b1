import { spawn } from "node:child_process";
import { open, readFile } from "node:fs/promises";
import { setTimeout as delay } from "node:timers/promises";
import type { ClusterFile } from "../../cluster/cluster-file.ts";
import { ClusterError } from "../../cluster/errors.ts";
import { ClusterDirectory, fileNames } from "../../cluster/files.ts";
import { ownProgram, type Program } from "../../cluster/program.ts";
import type { Arguments } from "../command.ts";
import { directoryState } from "../running/directory-state.ts";

const lookMillis = 100;

/** A `kvsim up` that goes on without us. */
interface DetachedCluster {
  readonly cluster: ClusterFile;
  readonly logFile: string;
}

/**
 * Runs `kvsim up` with these arguments as a process of its own session, and resolves when its cluster is ready.
 * Throws ClusterError with what it said when it ends before that, or the signal's reason when that is aborted;
 * nothing is left running then.
 */
export async function startDetached(
  directoryPath: string,
  given: Arguments,
  signal: AbortSignal,
  program: Program = ownProgram(),
): Promise<DetachedCluster> {
  const directory = await ClusterDirectory.open(directoryPath);
  await refuseRunning(directory);
  const logFile = directory.file(fileNames.detachedLog);
  const log = await open(logFile, "w", 0o600);
  const child = spawn(process.execPath, [...program.execArgv, program.file, "up", ...argumentsOf(given)], {
    stdio: ["ignore", log.fd, log.fd],
    detached: true,
  });
  await log.close();
  const ending = new AbortController();
  const exited = new Promise<void>((resolve) => {
    ending.signal.addEventListener("abort", () => resolve());
  });
  child.once("exit", () => ending.abort()).once("error", () => ending.abort());
  for (;;) {
    if (signal.aborted) {
      child.kill("SIGTERM");
      await exited;
      signal.throwIfAborted();
    }
    const found = await directoryState(directory.path);
    if (found.state === "ready" && found.pid === child.pid) {
      child.unref();
      return { cluster: found.cluster, logFile };
    }
    if (ending.signal.aborted) throw new ClusterError(await whatItSaid(logFile));
    await delay(lookMillis);
  }
}

/** Its log would be begun anew under it. */
async function refuseRunning({ path }: ClusterDirectory): Promise<void> {
  const found = await directoryState(path);
  if (found.state !== "ready" && found.state !== "not-ready") return;
  throw new ClusterError(
    `${path}: another kvsim (process ${found.pid}) is running in this directory`,
    `End it with kvsim down --dir ${path}, or name another directory with --dir.`,
  );
}

async function whatItSaid(logFile: string): Promise<string> {
  const said = (await readFile(logFile, "utf8")).trimEnd();
  return said === "" ? `kvsim up has ended before it was ready, without a word (${logFile})` : said;
}

/** The same command line without `--detach`. The scenario comes first: no option takes it for its value. */
export function argumentsOf({ positionals, options, repeated }: Arguments): string[] {
  const written = (name: string, value: string | true) =>
    value === true ? `--${name}` : `--${name}=${value}`;
  return [
    ...positionals,
    ...Object.entries(options).flatMap(([name, value]) =>
      name === "detach" || value === undefined ? [] : [written(name, value)],
    ),
    ...Object.entries(repeated).flatMap(([name, values = []]) => values.map((value) => written(name, value))),
  ];
}
