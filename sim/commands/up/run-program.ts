import { spawn } from "node:child_process";
import { constants } from "node:os";
import { join, resolve } from "node:path";
import type { Cluster } from "../../cluster/cluster.ts";
import { ClusterError, errorCode, errorMessage } from "../../cluster/errors.ts";
import { fileNames } from "../../cluster/files.ts";
import type { InterruptSignal } from "../command.ts";

const graceMillis = 5000;

/** A program of the user's that runs on a cluster, with the terminal to itself. */
export interface RunningProgram {
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
    child.once("error", (error) => reject(cannotRun(program, error)));
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

export type ProgramCluster = Pick<Cluster, "directory" | "apiserverUrl" | "prometheusUrl">;

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

function cannotRun(program: string, error: Error): ClusterError {
  return errorCode(error) === "ENOENT"
    ? new ClusterError(
        `there is no command ${program}`,
        "Write it after -- as you would in a shell, or with its path.",
      )
    : new ClusterError(
        `${program} cannot be run: ${errorMessage(error)}`,
        "Look at its path and its permissions.",
      );
}
