import { createInterface } from "node:readline";

/** Answers each line of JSON on standard input with one on standard output; ends the process with the input. */
// eslint-disable-next-line @typescript-eslint/no-unnecessary-type-parameters -- what the lines hold, their reader knows
export async function answerTasks<Task>(perform: (task: Task) => unknown): Promise<never> {
  for await (const line of createInterface({ input: process.stdin })) {
    process.stdout.write(`${JSON.stringify(await perform(JSON.parse(line) as Task))}\n`);
  }
  process.exit(0);
}
