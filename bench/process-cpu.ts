import { readFileSync } from "node:fs";

/** What the kernel counts in, towards programs, on every architecture: 100 a second. */
const ticksPerSecond = 100;
/** Places behind the program's name, which may hold anything: see proc_pid_stat(5). */
const userTime = 11;
const systemTime = 12;

/** CPU time of another process so far, in seconds. Throws Error where there is no such process or no /proc. */
export function cpuSecondsOf(pid: number): number {
  const stat = statOf(pid);
  const fields = stat.slice(stat.lastIndexOf(")") + 2).split(" ");
  return (Number(fields[userTime]) + Number(fields[systemTime])) / ticksPerSecond;
}

function statOf(pid: number): string {
  try {
    return readFileSync(`/proc/${pid}/stat`, "utf8");
  } catch (error) {
    throw new Error(`--against-pid ${pid}: there is no such process to be seen in /proc`, { cause: error });
  }
}
