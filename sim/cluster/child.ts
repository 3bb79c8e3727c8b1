import { fork, type ChildProcess } from "node:child_process";
import { createInterface } from "node:readline";
import type { FromChild, ToChild } from "../wire/channel.ts";
import { exitOf, type Exit } from "./exit.ts";
import type { Program } from "./program.ts";

interface ChildOptions {
  readonly program: Program;
  readonly args: readonly string[];
  readonly onMessage: (message: FromChild) => void;
  /** A line the process printed: nothing ours prints, so it is a warning of Node's or a crash. */
  readonly onOutput: (line: string) => void;
  readonly onExit: (exit: Exit) => void;
}

/** A process of the cluster, talked to over IPC. What it is sent before it listens waits until it does. */
export class Child {
  readonly #process: ChildProcess;
  readonly #exited: Promise<Exit>;
  readonly #loaded: Promise<void>;
  #unsent: ToChild[] | undefined = [];

  constructor(options: ChildOptions) {
    this.#process = fork(options.program.file, options.args, {
      execArgv: [...options.program.execArgv],
      // Keeps NaN, Infinity and undefined, which JSON would not.
      serialization: "advanced",
      stdio: ["ignore", "pipe", "pipe", "ipc"],
    });
    this.#exited = new Promise((resolve) => {
      this.#process.once("exit", (code, signal) => resolve(exitOf(code, signal)));
      // Not started at all, for want of memory or processes.
      this.#process.once("error", (error) => {
        if (this.#process.pid !== undefined) return;
        options.onOutput(error.message);
        resolve({ exitCode: 126 });
      });
    });
    void this.#exited.then(options.onExit);
    this.#loaded = new Promise((resolve) => {
      this.#process.on("message", (message) => {
        const said = message as FromChild;
        if (said.type !== "loaded") return options.onMessage(said);
        this.#sendWaiting();
        resolve();
      });
      void this.#exited.then(() => resolve());
    });
    for (const stream of [this.#process.stdout, this.#process.stderr]) {
      if (stream !== null) createInterface({ input: stream }).on("line", options.onOutput);
    }
  }

  get pid(): number | undefined {
    return this.#process.pid;
  }

  get exited(): Promise<Exit> {
    return this.#exited;
  }

  /** Resolves once its code is loaded and it listens, or when it has ended before. */
  get loaded(): Promise<void> {
    return this.#loaded;
  }

  send(message: ToChild): void {
    if (this.#unsent !== undefined) {
      this.#unsent.push(message);
      return;
    }
    // A process that is gone is told of by its exit; the callback keeps the failed write from throwing.
    this.#process.send(message, () => undefined);
  }

  kill(): void {
    this.#process.kill("SIGKILL");
  }

  /** Asks it to end, and kills it when it has not after `killAfterSeconds`. */
  stop(killAfterSeconds: number): void {
    if (this.#unsent !== undefined) {
      this.kill();
      return;
    }
    this.send({ type: "stop" });
    const timer = setTimeout(() => this.kill(), killAfterSeconds * 1000);
    void this.#exited.then(() => clearTimeout(timer));
  }

  #sendWaiting(): void {
    const waiting = this.#unsent ?? [];
    this.#unsent = undefined;
    for (const message of waiting) this.send(message);
  }
}
