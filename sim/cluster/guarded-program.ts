import { spawn } from "node:child_process";
import { open } from "node:fs/promises";
import type { Program } from "./program.ts";

/** From closing the guard's pipe until its whole process group is killed. */
const killAfterMillis = 1500;

export interface GuardedProgram {
  /** The exit code, once it has ended. */
  readonly exited: Promise<number>;
  close(): Promise<void>;
}

interface GuardedProgramOptions {
  /** Ourselves, of which the guard is a subcommand. */
  readonly self: Program;
  readonly program: string;
  readonly args: readonly string[];
  /** What the program prints goes here; the file is begun anew. */
  readonly logFile: string;
}

/** Starts a foreign program under a guard, which ends it when this process is gone: see guard.ts. */
export async function startGuardedProgram(options: GuardedProgramOptions): Promise<GuardedProgram> {
  const { self, program, args, logFile } = options;
  const log = await open(logFile, "w", 0o600);
  const guard = spawn(process.execPath, [...self.execArgv, self.file, "guard", program, ...args], {
    stdio: ["pipe", log.fd, log.fd],
    // A process group of its own: Ctrl-C in the terminal reaches us alone, and we end what is ours.
    detached: true,
  });
  await log.close();
  const lifeline = guard.stdin;
  lifeline?.on("error", () => undefined);
  const exited = new Promise<number>((resolve) => {
    guard.once("error", () => resolve(127));
    guard.once("exit", (code) => {
      killGroup(guard.pid);
      resolve(code ?? 1);
    });
  });
  return {
    exited,
    close: async () => {
      lifeline?.end();
      const timer = setTimeout(() => killGroup(guard.pid), killAfterMillis);
      await exited;
      clearTimeout(timer);
    },
  };
}

/** Nobody is left behind, even if the guard was killed before it could end its program. */
function killGroup(leader: number | undefined): void {
  if (leader === undefined) return;
  try {
    process.kill(-leader, "SIGKILL");
  } catch {
    // Nobody is left.
  }
}
