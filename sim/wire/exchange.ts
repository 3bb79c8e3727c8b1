/** A request without its wire: what `handle()` of the apiserver and of a component is given. */
export interface HttpRequest {
  readonly method: string;
  /** Path with query, as on the request line: `/api/v1/pods?watch=true`. */
  readonly path: string;
  /** Names in lower case. */
  readonly headers: Readonly<Record<string, string | undefined>>;
  /** The whole body; undefined when there is none. */
  readonly body?: Uint8Array;
}

/** Which way a request came: one server answers for many listeners. */
export interface Via {
  /** `ip:port` of the listener its client dialled. */
  readonly listener: string;
  /** Absent when the client has shown none, or the server asks for none. */
  readonly clientCertificate?: ClientCertificate;
}

/** What the certificate that a client showed says of it. */
export interface ClientCertificate {
  readonly commonName: string;
  readonly organizations: readonly string[];
  /** Signed for a client by the authority that the server trusts, and valid now. */
  readonly trusted: boolean;
}

/** Whatever answers requests: an apiserver, a component. What it throws becomes a 500. */
export type Handle = (request: HttpRequest, via: Via) => HttpReply | Promise<HttpReply>;

/** An answer without its wire: a whole body, or a stream of events. */
export interface HttpReply {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string | Uint8Array | EventStream;
  /** Called once when the answer has been handed to the wire, or its client is gone. */
  readonly finished?: () => void;
}

/** An answer that goes on: the adapter sends the headers at once, then opens it. */
export interface EventStream {
  /** Called once, when the headers are sent; from here on the stream writes to `sink`. */
  open(sink: StreamSink): void;
  /**
   * The client is gone, or whoever serves it ends it; without `open` if it was gone before. Not called
   * for a stream that ended by itself. May be called more than once.
   */
  close(reason: string): void;
}

/** Where an event stream writes. */
export interface StreamSink {
  /** Returns false when too much is waiting to be read; `onDrain` tells when it is read. */
  write(chunk: string): boolean;
  /** `resume` is called whenever what was waiting has been read; the last one given counts. */
  onDrain(resume: () => void): void;
  /** The answer is complete. */
  end(): void;
}

export function isEventStream(body: HttpReply["body"]): body is EventStream {
  return typeof body === "object" && "open" in body;
}
