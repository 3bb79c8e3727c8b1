import type { KeyPair } from "../../sim/wire/channel.ts";
import { startHandlers } from "../handlers.ts";
import { ownCpuSeconds } from "../measure.ts";
import { answerTasks } from "./answer.ts";

/** What the process that serves virt-handlers is told to do. */
export type ServerTask =
  | {
      readonly task: "serve";
      readonly handlers: number;
      readonly vmisEach: number;
      readonly serving: KeyPair;
    }
  /** Nothing but to tell what it has taken. */
  | { readonly task: "tell" };

export interface ServerAnswer {
  /** What the task took, in seconds of wall time. */
  readonly seconds: number;
  /** CPU time of the process so far. */
  readonly cpuSeconds: number;
  readonly residentBytes: number;
  /** Of each virt-handler. */
  readonly urls: readonly string[];
}

let urls: readonly string[] = [];

await answerTasks(async (given: ServerTask): Promise<ServerAnswer> => {
  const begun = performance.now();
  if (given.task === "serve") urls = await startHandlers(given);
  return {
    seconds: (performance.now() - begun) / 1000,
    cpuSeconds: ownCpuSeconds(),
    residentBytes: process.memoryUsage.rss(),
    urls,
  };
});
