import { ClusterError } from "../cluster/errors.ts";
import { parseArguments, UsageError } from "./arguments.ts";
import type { CommandIo } from "./command.ts";
import { commandNamed } from "./registry.ts";

/** Exit codes: done, could not be done, was asked wrongly. */
const exitCodes = { failed: 1, usage: 2 } as const;

/** Runs `kvsim` with these words; resolves with its exit code. */
export async function runCommand(argv: readonly string[], io: CommandIo): Promise<number> {
  try {
    const [name, ...rest] = withoutAliases(argv);
    const command = await commandNamed(name ?? "help");
    return await command.run(parseArguments(command, rest), io);
  } catch (error) {
    return report(error, io);
  }
}

/** `-h`, `--help`, `--version`, and `kvsim up --help`, as people write them. */
function withoutAliases(argv: readonly string[]): readonly string[] {
  const [first, ...rest] = argv;
  if (first === "-h" || first === "--help") return ["help", ...rest];
  if (first === "-v" || first === "--version") return ["version"];
  const own = rest.includes("--") ? rest.slice(0, rest.indexOf("--")) : rest;
  if (first !== undefined && first !== "guard" && own.some((word) => word === "-h" || word === "--help")) {
    return ["help", first];
  }
  return argv;
}

function report(error: unknown, { err }: CommandIo): number {
  if (error instanceof UsageError || error instanceof ClusterError) {
    err.write(`${error.message}\n${error.fix === "" ? "" : `Fix: ${error.fix}\n`}`);
    return error instanceof UsageError ? exitCodes.usage : exitCodes.failed;
  }
  err.write(`kvsim: ${error instanceof Error ? (error.stack ?? error.message) : String(error)}\n`);
  return exitCodes.failed;
}
