import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { expect, onTestFinished, test } from "vitest";
import { startGuardedProgram } from "../../sim/cluster/guarded-program.ts";
import { until } from "../support/until.ts";

/** The sources, run by tsx: no build is needed. */
const self = {
  file: fileURLToPath(new URL("../../sim/cli.ts", import.meta.url)),
  execArgv: ["--import", "tsx"],
};

/** A foreign program that says its pid and then wants to live, whatever it is asked. */
const stubborn = `process.on("SIGTERM", () => {}); process.on("SIGINT", () => {});
  console.log(process.pid); setInterval(() => {}, 1000);`;

async function folder(): Promise<string> {
  const path = await mkdtemp(join(tmpdir(), "kvsim-guard-"));
  onTestFinished(() => rm(path, { recursive: true, force: true }));
  return path;
}

async function pidIn(logFile: string): Promise<number> {
  let text = "";
  await until("the program's pid", async () => (text = await readFile(logFile, "utf8")).includes("\n"));
  return Number(text.trim());
}

function lives(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false;
  }
}

test("closing ends even a program that ignores SIGTERM", async () => {
  const logFile = join(await folder(), "log");
  const guarded = await startGuardedProgram({
    self,
    program: process.execPath,
    args: ["-e", stubborn],
    logFile,
  });
  const pid = await pidIn(logFile);
  expect(lives(pid)).toBe(true);
  await guarded.close();
  await until("the program's end", () => !lives(pid));
});

test("the exit code of a program that ends by itself is passed on", async () => {
  const logFile = join(await folder(), "log");
  const args = ["-e", "console.log('bye'); process.exit(3)"];
  const guarded = await startGuardedProgram({ self, program: process.execPath, args, logFile });
  expect(await guarded.exited).toBe(3);
  expect(await readFile(logFile, "utf8")).toBe("bye\n");
});

test("a program that cannot be started leaves a message in its log", async () => {
  const logFile = join(await folder(), "log");
  const guarded = await startGuardedProgram({ self, program: "/nowhere/prometheus", args: [], logFile });
  expect(await guarded.exited).not.toBe(0);
  expect(await readFile(logFile, "utf8")).toMatch(/ENOENT/);
});

test("kill -9 of the parent leaves neither the guard nor the program", async () => {
  const logFile = join(await folder(), "log");
  const module = fileURLToPath(new URL("../../sim/cluster/guarded-program.ts", import.meta.url));
  const options = { self, program: process.execPath, args: ["-e", stubborn], logFile };
  const parent = spawn(process.execPath, [
    "--import",
    "tsx",
    "--input-type=module",
    "-e",
    `const { startGuardedProgram } = await import(${JSON.stringify(module)});
     await startGuardedProgram(${JSON.stringify(options)});
     setInterval(() => {}, 1000);`,
  ]);
  const exited = once(parent, "exit");
  const pid = await pidIn(logFile);
  parent.kill("SIGKILL");
  await exited;
  await until("the program's end", () => !lives(pid));
});
