import { existsSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as delay } from "node:timers/promises";
import { ClusterError, errorCode } from "../cluster/errors.ts";
import { fileNames } from "../cluster/files.ts";
import { valueOf } from "./arguments.ts";
import type { Command } from "./command.ts";
import { absence, directoryState } from "./running/directory-state.ts";
import { defaultDirectory, dirOption } from "./shared-options.ts";

/** A cluster is gone within two seconds; a machine that is very busy may need more. */
const deadlineSeconds = 30;
const lookMillis = 50;
/** From when everything is released until the process has ended. */
const exitMillis = 2000;

export const down: Command = {
  name: "down",
  summary: "end a running cluster",
  usage: "[--dir DIRECTORY]",
  description: [
    "Ends the kvsim that runs in the directory, and returns when all its processes are gone. The directory keeps",
    "what was recorded there. Exit code 1: nothing was started there. A directory that a killed kvsim left",
    "behind has nothing to end, which is said, and is no failure.",
  ].join("\n"),
  options: { dir: dirOption },
  positionals: { least: 0, most: 0 },
  run: async (given, { out }) => {
    const directory = valueOf(given, "dir") ?? defaultDirectory;
    const found = await directoryState(directory);
    if (found.state === "none") throw new ClusterError(...absence(directory, found));
    if (found.state === "stale") {
      const [message] = absence(directory, found);
      out.write(`${message}. There is nothing to end.\n`);
      return 0;
    }
    await endProcess(found.pid, directory);
    out.write(`${directory}: ended (process ${found.pid}).\n`);
    return 0;
  },
};

async function endProcess(pid: number, directory: string): Promise<void> {
  if (!signal(pid, "SIGTERM", directory)) return;
  const deadline = performance.now() + 1000 * deadlineSeconds;
  // The lock is released last. Where nobody collects ended processes (a container's pid 1), one that ended stays
  // in the process table for ever, so that alone does not count for long.
  let goneBy = Infinity;
  while (signal(pid, 0, directory) && performance.now() < goneBy) {
    if (performance.now() > deadline) {
      throw new ClusterError(
        `${directory}: process ${pid} still runs ${deadlineSeconds} s after it was asked to end`,
        `Look at what it does, or kill it: kill -KILL ${pid}.`,
      );
    }
    if (goneBy === Infinity && !existsSync(join(directory, fileNames.lock))) {
      goneBy = performance.now() + exitMillis;
    }
    await delay(lookMillis);
  }
}

/** Returns whether there is such a process. Throws ClusterError when it is someone else's. */
function signal(pid: number, name: "SIGTERM" | 0, directory: string): boolean {
  try {
    process.kill(pid, name);
    return true;
  } catch (error) {
    if (errorCode(error) === "ESRCH") return false;
    throw new ClusterError(
      `${directory}: process ${pid} cannot be ended (${errorCode(error) ?? "unknown error"})`,
      "End it as the user who started it.",
    );
  }
}
