import { spawn, type ChildProcess } from "node:child_process";
import type { Readable } from "node:stream";

/** From asking a program to end until it is made to; with what comes around it, all is over in two seconds. */
const graceMillis = 1000;

/**
 * Runs a program that knows nothing of us for as long as `lifeline` (a pipe that our parent holds) stays open,
 * and ends it when that closes, however the parent died. Resolves with the program's exit code; rejects when it
 * cannot be started.
 */
export function runGuarded(program: string, args: readonly string[], lifeline: Readable): Promise<number> {
  return new Promise((resolve, reject) => {
    const child = spawn(program, args, { stdio: ["ignore", "inherit", "inherit"] });
    const end = once(() => endProgram(child));
    lifeline.on("end", end).on("close", end).on("error", end).resume();
    for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"] as const) process.on(signal, end);
    child.once("error", reject);
    child.once("exit", (code) => resolve(code ?? 1));
  });
}

function endProgram(child: ChildProcess): void {
  child.kill("SIGTERM");
  setTimeout(() => child.kill("SIGKILL"), graceMillis).unref();
}

function once(run: () => void): () => void {
  let ran = false;
  return () => {
    if (ran) return;
    ran = true;
    run();
  };
}
