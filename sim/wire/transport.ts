import type { HttpRequest } from "./exchange.ts";

/** A whole answer as a client receives it. */
export interface Response {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

/** Receives an answer that goes on (a watch). After `end` nothing more is called. */
export interface ResponseSink {
  /** Status and headers have come: from here on a request counts as answered. */
  headers(status: number, headers: Readonly<Record<string, string>>): void;
  /** A piece of the body; it may end in the middle of a line. */
  data(chunk: string): void;
  /** The body is complete, or (with an error) broken off. Comes without `headers` if there was no answer. */
  end(error?: TransportError): void;
}

/**
 * How a component reaches the apiserver: one HTTP/2 session live, a function call on a manual clock.
 * A fault is performed in here; whoever calls sees what a client sees.
 */
export interface Transport {
  /** Rejects with TransportError when no answer came, or when it broke off (then with its `status`). */
  request(request: HttpRequest): Promise<Response>;
  /** Begins a request whose answer goes on; returns how to give it up. */
  stream(request: HttpRequest, sink: ResponseSink): () => void;
  close(): void;
}

export type TransportErrorCode = "refused" | "reset" | "timeout" | "closed" | "tls" | "other";

/**
 * There was no response, or none to its end. Without `status` it is what client-go returns as an error from
 * RoundTrip and counts as `<error>`; with it the request counts as answered, only its body is missing.
 */
export class TransportError extends Error {
  readonly code: TransportErrorCode;
  /** The status that had come before the answer broke off. */
  readonly status: number | undefined;

  constructor(code: TransportErrorCode, message: string, status?: number) {
    super(message);
    this.name = "TransportError";
    this.code = code;
    this.status = status;
  }
}
