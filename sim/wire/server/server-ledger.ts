import type { Clock } from "../../clock/clock.ts";
import type { LedgerEntry } from "../../faults/fault.ts";
import type { ModeChange } from "../effects/listener-mode.ts";
import type { ConnectionState, Exchange, ServedConnection } from "./served-connection.ts";

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

type AnswerEntry =
  "answer-stalled" | "answer-delayed" | "answer-replaced" | "answer-emptied" | "watch-interrupted";

/** What the process at the server's end notes in the ledger of one listener. */
export class ListenerLedger {
  readonly #options: ServerLedgerOptions;
  readonly #listener: () => string;
  readonly #ends: () => Ends;

  /** @param listener tells its `ip:port` */
  constructor(options: ServerLedgerOptions, listener: () => string, ends: () => Ends) {
    this.#options = options;
    this.#listener = listener;
    this.#ends = ends;
  }

  get listener(): string {
    return this.#listener();
  }

  /**
   * A fault has changed the listener, and with it these connections. While connecting fails, a client that
   * repeats its request by itself does not get through either, so it notices whatever was unfinished.
   */
  changed({ to, fault }: ModeChange, connections: readonly ConnectionState[]): void {
    this.#note({ fault, what: listenerEntry[to] });
    for (const state of connections) {
      if (to === "stalled") this.#noteState(fault, "connection-stalled", state, state.unfinished > 0);
      else this.cut(fault, state, state.unfinished > 0);
    }
  }

  cut(fault: string, state: ConnectionState, noticed: boolean): void {
    this.#noteState(fault, "connection-cut", state, noticed);
  }

  /** The answer to a request was tampered with; its client sees that. */
  answer(what: AnswerEntry, fault: string, connection: ServedConnection, exchange: Exchange): void {
    this.#note({ fault, what, connection: connection.use, bytesSent: exchange.bytesSent(), noticed: true });
  }

  #noteState(fault: string, what: LedgerEntry["what"], state: ConnectionState, noticed: boolean): void {
    const { connection, bytesSent } = state;
    this.#note({ fault, what, connection, bytesSent, noticed });
  }

  #note(entry: Omit<LedgerEntry, "t" | "from" | "to" | "listener">): void {
    const { clock, report } = this.#options;
    report({ t: clock.now(), ...entry, ...this.#ends(), listener: this.#listener() });
  }
}

const listenerEntry = {
  open: "listener-opened",
  shut: "listener-closed",
  stalled: "listener-stalled",
} as const;
