/**
 * One line of the ledger: something a fault did on the wire, as seen by the process that did it or by
 * the component whose connection it was.
 */
export interface LedgerEntry {
  /** When, in seconds (t). */
  readonly t: number;
  /** The fault's timeline name; absent where a component saw a failure that no fault explains. */
  readonly fault?: string;
  readonly what:
    | "listener-closed"
    | "listener-stalled"
    | "listener-opened"
    | "connection-cut"
    | "connection-stalled"
    | "answer-stalled"
    | "answer-delayed"
    | "answer-replaced"
    | "answer-emptied"
    | "watch-interrupted"
    | "dial-refused"
    | "request-failed";
  /** Pod name (or `prometheus`) at the client's end, where known. */
  readonly from?: string;
  /** `apiserver` or the pod name at the server's end. */
  readonly to: string;
  /** `ip:port` of the listener. */
  readonly listener: string;
  readonly connection?: "fresh" | "reused";
  /** Of the answers that were cut off or stalled: how much of their bodies had been sent. */
  readonly bytesSent?: number;
  /** Requests that ended without a response by this: what a client counts as `<error>`. */
  readonly requests?: number;
  /** Whether the client can have noticed. */
  readonly noticed?: boolean;
}
