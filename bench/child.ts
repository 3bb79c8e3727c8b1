import { spawn } from "node:child_process";
import { createInterface } from "node:readline";
import { fileURLToPath } from "node:url";

const root = fileURLToPath(new URL("..", import.meta.url));

/** A program of the bench in a process of its own, so that memory and CPU time are told apart. */
export interface Child<Task, Answer> {
  readonly pid: number;
  ask(task: Task): Promise<Answer>;
  close(): void;
}

/** Starts a program of `children/`, which answers each line of JSON with one. */
export function startChild<Task, Answer>(file: string, args: readonly string[] = []): Child<Task, Answer> {
  const child = spawn(process.execPath, ["--import", "tsx", `bench/children/${file}`, ...args], {
    cwd: root,
    stdio: ["pipe", "pipe", "inherit"],
  });
  const lines: AsyncIterator<string, undefined> = createInterface({ input: child.stdout })[
    Symbol.asyncIterator
  ]();
  return {
    pid: child.pid ?? NaN,
    ask: async (task) => {
      child.stdin.write(`${JSON.stringify(task)}\n`);
      const { value: line } = await lines.next();
      if (line === undefined) throw new Error(`${file} ended while it was asked ${JSON.stringify(task)}`);
      return JSON.parse(line) as Answer;
    },
    close: () => void child.kill("SIGKILL"),
  };
}
