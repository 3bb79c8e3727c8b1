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

/** An answer without its wire: a whole body, or a stream of events. */
export interface HttpReply {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string | Uint8Array | EventStream;
  /** Called once when a whole body has been handed to the wire, or its client is gone. */
  readonly finished?: () => void;
}

/** An answer that goes on: the adapter sends the headers at once, then opens it. */
export interface EventStream {
  /** Called once, when the headers are sent; from here on the stream writes to `sink`. */
  open(sink: StreamSink): void;
  /** The client is gone, or whoever serves it ends it. May be called more than once. */
  close(reason: string): void;
}

/** Where an event stream writes. */
export interface StreamSink {
  /** Returns false when too much is waiting to be read; `onDrain` tells when it is read. */
  write(chunk: string): boolean;
  onDrain(resume: () => void): void;
  /** The answer is complete. */
  end(): void;
}

export function isEventStream(body: HttpReply["body"]): body is EventStream {
  return typeof body === "object" && "open" in body;
}
