import { spawn } from "node:child_process";
import { constants } from "node:os";
import { join, resolve } from "node:path";
import type { Cluster } from "../../cluster/cluster.ts";
import { ClusterError, errorMessage } from "../../cluster/errors.ts";
import { fileNames } from "../../cluster/files.ts";
import { findProgram, isPath } from "../../cluster/find-program.ts";
import type { InterruptSignal } from "../command.ts";

const graceMillis = 5000;

/** A program of the user's that runs on a cluster, with the terminal to itself. */
interface RunningProgram {
  /** Its exit code; 128 and the signal's number when a signal ended it, as shells have it. Rejects when it cannot be started. */
  readonly exited: Promise<number>;
  /** Passes on what we were told; not what a terminal has told both of us already. */
  interrupt(signal: InterruptSignal): void;
  /** Ends it, whether it wants to or not. */
  end(): Promise<void>;
}

export function runProgram(
  [program = "", ...args]: readonly string[],
  cluster: ProgramCluster,
): RunningProgram {
  const child = spawn(program, args, {
    stdio: "inherit",
    env: { ...process.env, ...environmentOf(cluster) },
  });
  const exited = new Promise<number>((settle, reject) => {
    child.once("error", (error) =>
      reject(new ClusterError(`${program} cannot be run: ${errorMessage(error)}`, "Look at what it is.")),
    );
    child.once("exit", (code, signal) =>
      settle(code ?? 128 + (signal === null ? 0 : constants.signals[signal])),
    );
  });
  return {
    exited,
    interrupt: (signal) => {
      if (signal !== "SIGINT" || !process.stdin.isTTY) child.kill(signal);
    },
    end: async () => {
      child.kill("SIGTERM");
      const timer = setTimeout(() => child.kill("SIGKILL"), graceMillis);
      await exited.catch(() => undefined);
      clearTimeout(timer);
    },
  };
}

type ProgramCluster = Pick<Cluster, "directory" | "apiserverUrl" | "prometheusUrl">;

/** Paths are absolute: the program may run anywhere. */
export function environmentOf({
  directory,
  apiserverUrl,
  prometheusUrl,
}: ProgramCluster): Record<string, string> {
  return {
    KUBECONFIG: resolve(join(directory, fileNames.kubeconfig)),
    KVSIM_DIR: resolve(directory),
    KVSIM_APISERVER_URL: apiserverUrl,
    ...(prometheusUrl === undefined ? {} : { KVSIM_PROMETHEUS_URL: prometheusUrl }),
  };
}

/** Says so before a cluster is started for it. Throws ClusterError. */
export async function checkProgram([program = ""]: readonly string[]): Promise<void> {
  if ((await findProgram(program)) !== undefined) return;
  throw new ClusterError(
    isPath(program) ? `there is no program ${program}` : `there is no ${program} on PATH`,
    "Write behind -- what you would write in a shell; what only a shell knows, as -- sh -c '…'.",
  );
}
