import { spawn } from "node:child_process";
import { once } from "node:events";
import { readFile, rm } from "node:fs/promises";
import net from "node:net";
import { ClusterError } from "./errors.ts";
import { fileNames, type ClusterDirectory } from "./files.ts";
import { findProgram, isPath } from "./find-program.ts";
import { startGuardedProgram, type GuardedProgram } from "./guarded-program.ts";
import type { Program } from "./program.ts";

/** Prometheus' own port; another one is taken where this is in use. */
const usualPort = 9090;
const probeMillis = 10_000;
const readySeconds = 20;
const pollMillis = 100;

export interface RunningPrometheus {
  readonly url: string;
  readonly exited: Promise<number>;
  close(): Promise<void>;
}

/** The program of that name or path, as a shell would find it. Throws ClusterError when there is none. */
export async function findPrometheus(nameOrPath: string): Promise<string> {
  const program = await findProgram(nameOrPath);
  if (program !== undefined) return program;
  throw new ClusterError(
    isPath(nameOrPath)
      ? `--prometheus: there is no program ${nameOrPath}`
      : `--prometheus: there is no ${nameOrPath} on PATH`,
    "Install Prometheus 2.53 or newer, or say where it is: --prometheus=/path/to/prometheus.",
  );
}

/**
 * Checks that this Prometheus can load the configuration, above all that it was built with Kubernetes
 * discovery (Debian 12's was not). Throws ClusterError.
 */
export async function checkPrometheus(program: string, directory: ClusterDirectory): Promise<void> {
  const config = directory.file(fileNames.prometheus);
  // It loads its configuration first. Then it cannot use this as a directory and ends, which is all we want.
  const notDirectory = directory.file(fileNames.gitignore);
  const probe = spawn(program, [`--config.file=${config}`, `--storage.tsdb.path=${notDirectory}`], {
    stdio: ["ignore", "pipe", "pipe"],
    timeout: probeMillis,
    killSignal: "SIGKILL",
  });
  let output = "";
  for (const stream of [probe.stdout, probe.stderr]) {
    stream.setEncoding("utf8").on("data", (data: string) => (output += data));
  }
  const failure = await new Promise<Error | undefined>((resolve) => {
    probe.once("error", resolve).once("close", () => resolve(undefined));
  });
  if (failure !== undefined) {
    throw new ClusterError(
      `--prometheus: ${program} cannot be run: ${failure.message}`,
      "Say where a Prometheus 2.53 or newer for this machine is: --prometheus=/path/to/prometheus.",
    );
  }
  if (/field kubernetes_sd_configs not found/.test(output)) {
    throw new ClusterError(
      `${program}: was built without Kubernetes discovery (kubernetes_sd_configs)`,
      "Use an official Prometheus 2.53 or newer: --prometheus=/path/to/prometheus.",
    );
  }
  const refused = output.split("\n").find((line) => line.includes("Error loading config"));
  if (refused !== undefined) {
    throw new ClusterError(
      `${program}: does not accept ${config}: ${refused}`,
      "Use Prometheus 2.53 or newer, and look at prometheus.ruleFiles in the scenario.",
    );
  }
}

/** Starts Prometheus on the directory's configuration, and waits until it is ready. Throws ClusterError. */
export async function startPrometheus(
  self: Program,
  program: string,
  directory: ClusterDirectory,
  signal: AbortSignal,
): Promise<RunningPrometheus> {
  const address = `127.0.0.1:${await freePort()}`;
  const url = `http://${address}`;
  const logFile = directory.file(fileNames.prometheusLog);
  const data = directory.file(fileNames.prometheusData);
  // Samples of an earlier cluster, whose addresses and names may be the same, would be among this one's.
  await rm(data, { recursive: true, force: true });
  const running = await startGuardedProgram({
    self,
    program,
    args: [
      `--config.file=${directory.file(fileNames.prometheus)}`,
      `--storage.tsdb.path=${data}`,
      `--web.listen-address=${address}`,
    ],
    logFile,
  });
  try {
    await untilReady(url, running, logFile, signal);
  } catch (error) {
    await running.close();
    throw error;
  }
  return { url, exited: running.exited, close: () => running.close() };
}

async function untilReady(
  url: string,
  running: GuardedProgram,
  logFile: string,
  signal: AbortSignal,
): Promise<void> {
  const ended = running.exited.then(() => "has ended" as const);
  for (let waited = 0; waited < readySeconds * 1000; waited += pollMillis) {
    signal.throwIfAborted();
    const state = await Promise.race([ended, pollReady(url)]);
    if (state === "ready") return;
    if (state === "has ended") throw await notUp(state, logFile);
  }
  throw await notUp(`is not ready after ${readySeconds} s`, logFile);
}

async function pollReady(url: string): Promise<"ready" | "not yet"> {
  const answer = await fetch(`${url}/-/ready`).catch(() => undefined);
  await answer?.body?.cancel();
  if (answer?.ok === true) return "ready";
  await new Promise((resolve) => setTimeout(resolve, pollMillis));
  return "not yet";
}

async function notUp(what: string, logFile: string): Promise<ClusterError> {
  const lastLine = (await readFile(logFile, "utf8")).trimEnd().split("\n").at(-1) ?? "";
  return new ClusterError(`Prometheus ${what}${lastLine === "" ? "" : `: ${lastLine}`}`, `See ${logFile}.`);
}

/** The usual port, or another one where it is taken. */
async function freePort(): Promise<number> {
  for (const port of [usualPort, 0]) {
    const server = net.createServer();
    const listening = once(server, "listening");
    server.listen({ host: "127.0.0.1", port, exclusive: true });
    const free = await listening.then(
      () => (server.address() as net.AddressInfo).port,
      () => undefined,
    );
    server.close();
    if (free !== undefined) return free;
  }
  throw new ClusterError("no port is free for Prometheus", "Stop a program that listens.");
}
