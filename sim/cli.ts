#!/usr/bin/env node
import { realpathSync } from "node:fs";
import { fileURLToPath } from "node:url";
import type { CommandIo, Output } from "./commands/command.ts";
import { runCommand } from "./commands/main.ts";

/** Runs the command line `kvsim ARGV…`; resolves with its exit code. */
export function main(argv: readonly string[], io: CommandIo): Promise<number> {
  return runCommand(argv, io);
}

function outputTo(stream: NodeJS.WriteStream): Output {
  // Whoever read the output may stop reading (`kvsim help | head -1`); that ends nothing.
  stream.on("error", () => undefined);
  return {
    write: (text) => void stream.write(text),
    isTerminal: stream.isTTY,
    width: () => stream.columns,
  };
}

function processIo(): CommandIo {
  return {
    out: outputTo(process.stdout),
    err: outputTo(process.stderr),
    onInterrupt: (listener) => {
      for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"] as const)
        process.on(signal, () => listener(signal));
    },
  };
}

/** What was written has left the process, or never will. */
function flushed(stream: NodeJS.WriteStream): Promise<void> {
  return new Promise((resolve) => stream.write("", () => resolve()));
}

if (process.argv[1] !== undefined && realpathSync(process.argv[1]) === fileURLToPath(import.meta.url)) {
  const exitCode = await main(process.argv.slice(2), processIo());
  await Promise.all([flushed(process.stdout), flushed(process.stderr)]);
  // Listeners and connections of a process that is to end must not keep it.
  process.exit(exitCode);
}
