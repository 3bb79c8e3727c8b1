import { extname } from "node:path";
import { fileURLToPath } from "node:url";

/** How to run `kvsim` again as a child process. */
export interface Program {
  /** The command's own file. */
  readonly file: string;
  /** Options for node itself. */
  readonly execArgv: readonly string[];
}

/** The command this code belongs to: built, or as sources under the loader that runs them now. */
export function ownProgram(): Program {
  const extension = extname(import.meta.url);
  return {
    file: fileURLToPath(new URL(`../cli${extension}`, import.meta.url)),
    // A child that listens for the parent's debugger could not start.
    execArgv: process.execArgv.filter((argument) => !argument.startsWith("--inspect")),
  };
}
