import type { HttpRequest } from "../exchange.ts";
import { TransportError, type Response, type ResponseSink } from "../transport.ts";

/** A request as its client follows it. After the end, or after it was given up, the sink hears no more. */
export class ClientExchange {
  readonly request: HttpRequest;
  /** How often it was sent. */
  sends = 0;
  /** How to give it up where it is now. */
  onGiveUp: (() => void) | undefined;
  readonly #sink: ResponseSink;
  #answered = false;
  #over = false;

  constructor(request: HttpRequest, sink: ResponseSink) {
    this.request = request;
    this.#sink = sink;
  }

  /** Status and headers have come. */
  get answered(): boolean {
    return this.#answered;
  }

  headers(status: number, headers: Readonly<Record<string, string>>): void {
    if (this.#over) return;
    this.#answered = true;
    this.#sink.headers(status, headers);
  }

  data(chunk: string): void {
    if (!this.#over) this.#sink.data(chunk);
  }

  end(error?: TransportError): void {
    if (this.#over) return;
    this.#over = true;
    this.#sink.end(error);
  }

  giveUp(): void {
    if (this.#over) return;
    this.#over = true;
    this.onGiveUp?.();
  }
}

/** Whether a connection is a used one: on it a request was finished, or is being answered. */
export function useOf(finished: number, underWay: Iterable<ClientExchange>): "fresh" | "reused" {
  if (finished > 0) return "reused";
  for (const { answered } of underWay) if (answered) return "reused";
  return "fresh";
}

/** A whole answer from one that comes in pieces. */
export function wholeResponse(stream: (sink: ResponseSink) => void): Promise<Response> {
  return new Promise((resolve, reject) => {
    let head: Omit<Response, "body"> | undefined;
    let body = "";
    stream({
      headers: (status, headers) => (head = { status, headers }),
      data: (chunk) => (body += chunk),
      end: (error) => {
        if (error !== undefined) reject(new TransportError(error.code, error.message, head?.status));
        else if (head === undefined) reject(new TransportError("other", "the answer ended before it began"));
        else resolve({ ...head, body });
      },
    });
  });
}
