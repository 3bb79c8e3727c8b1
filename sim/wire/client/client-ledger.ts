import type { Clock } from "../../clock/clock.ts";
import type { LedgerEntry } from "../../faults/fault.ts";
import type { TransportError } from "../transport.ts";

export interface ClientLedgerOptions {
  readonly clock: Clock;
  /** Pod name of the client. */
  readonly from: string;
  /** `apiserver`, or a pod name. */
  readonly to: string;
  readonly report: (entry: LedgerEntry) => void;
  /** Name of a fault that is in force on a listener (`ip:port`); without it failures are noted unexplained. */
  readonly faultOn?: (listener: string) => string | undefined;
}

/**
 * What a client notes in the ledger: every request that ended without a response, once. So the sum of
 * `requests` over the entries of a client is what it counts as `<error>`.
 *
 * Requests that the client itself gave up, or had under way when it closed the transport, are not noted.
 */
export class ClientLedger {
  readonly #options: ClientLedgerOptions;
  readonly #listener: string;

  constructor(options: ClientLedgerOptions, listener: string) {
    this.#options = options;
    this.#listener = listener;
  }

  /** A connection could not be made; `requests` were waiting for it. */
  dialFailed(error: TransportError, requests: number): void {
    if (error.code === "refused") {
      this.#note({ what: "dial-refused", requests, noticed: requests > 0 });
    } else {
      this.requestsFailed(error, "fresh", requests);
    }
  }

  /** A connection was lost, or a stream on it reset; `requests` had no response yet. */
  requestsFailed(error: TransportError, connection: "fresh" | "reused", requests: number): void {
    if (requests === 0 || error.code === "closed") return;
    this.#note({ what: "request-failed", connection, requests, noticed: true });
  }

  #note(what: Pick<LedgerEntry, "what" | "connection" | "requests" | "noticed">): void {
    const { clock, from, to, report, faultOn } = this.#options;
    const fault = faultOn?.(this.#listener);
    const ends = { from, to, listener: this.#listener };
    report({ t: clock.now(), ...(fault === undefined ? {} : { fault }), ...what, ...ends });
  }
}
