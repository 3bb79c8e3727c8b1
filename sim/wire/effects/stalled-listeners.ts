import net from "node:net";
import { Worker } from "node:worker_threads";
import type { Address } from "../../model/addresses.ts";
import { ListenError } from "../server/listen-error.ts";

/** An address at which dials hang, until it is given back. */
export interface StalledAddress {
  release(): Promise<void>;
}

/** What the kernel lets into an accept queue of this length that nobody empties: one more. */
const backlog = 1;
const fillers = backlog + 1;
/** On loopback a dial that has not got through by then will not. */
const fullAfterMillis = 200;

/**
 * A thread that listens and then sleeps: nothing ever accepts, and with its queues full the kernel drops
 * what else dials. In source form because a worker's file is named differently before and after the build.
 */
const sleeper = `
  const net = require("node:net");
  const { parentPort, workerData } = require("node:worker_threads");
  let missing = workerData.addresses.length;
  for (const { ip, port } of workerData.addresses) {
    const server = net.createServer();
    server.once("error", ({ code, message }) => parentPort.postMessage({ ip, port, code, message }));
    server.listen({ host: ip, port, backlog: workerData.backlog }, () => {
      if (--missing > 0) return;
      parentPort.postMessage("listening");
      Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0);
    });
  }
`;

/**
 * Addresses at which dials hang as if the packets were lost: the listening sockets are there, but their accept
 * queues are full. Those that are asked for at the same time share a thread.
 */
export class StalledListeners {
  readonly #wanted = new Set<Address>();
  readonly #threads = new Map<Address, SleepingThread>();
  #next: Promise<void> | undefined;
  #turn: Promise<unknown> = Promise.resolve();

  /** Dials to `address` hang from here on. Throws ListenError; Error where the kernel is not Linux. */
  async stall(address: Address): Promise<StalledAddress> {
    if (process.platform !== "linux") {
      throw new Error(
        "a black hole in phase connect needs Linux.\nFix: use phase request, or run this on Linux.",
      );
    }
    this.#wanted.add(address);
    await this.#settle();
    return {
      release: () => {
        this.#wanted.delete(address);
        return this.#settle();
      },
    };
  }

  /** What is asked for in one go is done in one go. */
  #settle(): Promise<void> {
    this.#next ??= new Promise(setImmediate).then(() => {
      this.#next = undefined;
      const result = this.#turn.then(() => this.#change());
      this.#turn = result.catch(() => undefined);
      return result;
    });
    return this.#next;
  }

  /** A sleeping thread cannot let go of one address: it ends, and another takes what it had left. */
  async #change(): Promise<void> {
    const stale = [...this.#threads]
      .filter(([address]) => !this.#wanted.has(address))
      .map(([, thread]) => thread);
    for (const thread of new Set(stale)) await this.#stop(thread);
    const missing = [...this.#wanted].filter((address) => !this.#threads.has(address));
    if (missing.length === 0) return;
    try {
      const thread = await SleepingThread.start(missing);
      for (const address of missing) this.#threads.set(address, thread);
    } catch (error) {
      for (const address of missing) this.#wanted.delete(address);
      throw error;
    }
  }

  async #stop(thread: SleepingThread): Promise<void> {
    await thread.stop();
    for (const [address, other] of this.#threads) if (other === thread) this.#threads.delete(address);
  }
}

class SleepingThread {
  readonly #worker: Worker;
  readonly #fillers: readonly net.Socket[];

  constructor(worker: Worker, fillers: readonly net.Socket[]) {
    this.#worker = worker;
    this.#fillers = fillers;
  }

  static async start(addresses: readonly Address[]): Promise<SleepingThread> {
    const worker = new Worker(sleeper, { eval: true, workerData: { addresses, backlog } });
    worker.unref();
    try {
      await listening(worker);
      const filling = addresses.flatMap((address) => Array.from({ length: fillers }, () => filler(address)));
      return new SleepingThread(worker, await Promise.all(filling));
    } catch (error) {
      await worker.terminate();
      throw error;
    }
  }

  async stop(): Promise<void> {
    for (const socket of this.#fillers) socket.destroy();
    await this.#worker.terminate();
  }
}

function listening(worker: Worker): Promise<void> {
  return new Promise((resolve, reject) => {
    worker.once("error", reject);
    worker.once("message", (message: "listening" | (Address & NodeJS.ErrnoException)) => {
      if (message === "listening") resolve();
      else reject(new ListenError(message, message));
    });
  });
}

/** Takes a place in the accept queue, or finds that others were faster and there is none. */
function filler({ ip, port }: Address): Promise<net.Socket> {
  return new Promise((resolve) => {
    const socket = net.connect({ host: ip, port }).unref();
    // It is reset when the thread ends.
    socket.on("error", () => undefined);
    for (const event of ["connect", "timeout"] as const) socket.once(event, () => resolve(socket));
    socket.setTimeout(fullAfterMillis);
  });
}
