import { constants } from "node:os";

/** How a process, or what runs in a container, ended, in a shell's terms: a signal counts as 128 more than its number. */
export interface Exit {
  readonly exitCode: number;
  readonly signal?: string;
}

/** What SIGKILL leaves. */
export const killedExit: Exit = exitOf(null, "SIGKILL");

/** @param code what Node tells of a process that ended by itself, else null */
export function exitOf(code: number | null, signal: NodeJS.Signals | null): Exit {
  if (signal === null) return { exitCode: code ?? 1 };
  return { exitCode: 128 + constants.signals[signal], signal };
}

/** To go after "ended": `by SIGKILL`. */
export function describeExit({ exitCode, signal }: Exit): string {
  return signal === undefined ? `with exit code ${exitCode}` : `by ${signal}`;
}
