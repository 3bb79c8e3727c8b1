import type { Clock } from "../clock/clock.ts";
import type { LedgerEntry } from "../faults/fault.ts";
import type { CutConnection } from "./traffic.ts";

/** Who is at the ends of the way that leads through a listener. */
export interface Ends {
  /** Pod name, or `prometheus`; absent where anyone may come. */
  readonly from?: string;
  /** `apiserver`, or a pod name. */
  readonly to: string;
}

export interface ServerLedgerOptions {
  readonly clock: Clock;
  readonly report: (entry: LedgerEntry) => void;
}

/** What the process at the server's end of a way notes in the ledger. `listener` is `ip:port`. */
export class ServerLedger {
  readonly #options: ServerLedgerOptions;

  constructor(options: ServerLedgerOptions) {
    this.#options = options;
  }

  /**
   * A fault has closed a listener and cut these connections. While connecting is refused, a client that
   * repeats its request by itself does not get through either, so it notices whatever was unfinished.
   */
  closed(fault: string, listener: string, ends: Ends, cuts: readonly CutConnection[]): void {
    const t = this.#options.clock.now();
    this.#options.report({ t, fault, what: "listener-closed", ...ends, listener });
    for (const { connection, bytesSent, unfinished } of cuts) {
      const seen = { connection, bytesSent, noticed: unfinished > 0 };
      this.#options.report({ t, fault, what: "connection-cut", ...ends, listener, ...seen });
    }
  }

  /** The last fault that kept a listener closed has ended. */
  opened(fault: string, listener: string, ends: Ends): void {
    const t = this.#options.clock.now();
    this.#options.report({ t, fault, what: "listener-opened", ...ends, listener });
  }
}
