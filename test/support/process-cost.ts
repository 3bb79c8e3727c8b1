import { execFileSync } from "node:child_process";
import { readFile } from "node:fs/promises";

/** What processes have cost so far, as Linux reckons it. */
export interface ProcessCost {
  readonly cpuSeconds: number;
  readonly residentBytes: number;
}

const ticksPerSecond = () => Number(execFileSync("getconf", ["CLK_TCK"], { encoding: "utf8" }));

/** The cost of these processes together. */
export async function processCost(pids: Iterable<number>): Promise<ProcessCost> {
  const ticks = ticksPerSecond();
  const costs = await Promise.all([...new Set(pids)].map((pid) => costOf(pid, ticks)));
  return costs.reduce(
    (sum, cost) => ({
      cpuSeconds: sum.cpuSeconds + cost.cpuSeconds,
      residentBytes: sum.residentBytes + cost.residentBytes,
    }),
    { cpuSeconds: 0, residentBytes: 0 },
  );
}

async function costOf(pid: number, ticks: number): Promise<ProcessCost> {
  const stat = await readFile(`/proc/${pid}/stat`, "utf8");
  const status = await readFile(`/proc/${pid}/status`, "utf8");
  // The name of the program comes before these, in brackets, and may hold spaces.
  const fields = stat.slice(stat.lastIndexOf(")") + 2).split(" ");
  const [, kilobytes = "0"] = /^VmRSS:\s+(\d+) kB$/m.exec(status) ?? [];
  return {
    cpuSeconds: (Number(fields[11]) + Number(fields[12])) / ticks,
    residentBytes: Number(kilobytes) * 1024,
  };
}
