import { isEventStream, type EventStream, type HttpReply } from "./exchange.ts";
import type { Log } from "./handled.ts";
import type { Exchange, Traffic } from "./traffic.ts";

/** Where an answer is written: an HTTP response, or the virtual wire. */
export interface Outlet {
  /** Sends status and headers at once. Throws if they cannot be sent; nothing is sent then. */
  begin(status: number, headers: Readonly<Record<string, string>>): void;
  /** Sends status, headers and the whole body together. Throws like `begin`. */
  send(
    status: number,
    headers: Readonly<Record<string, string>>,
    body: string | Uint8Array | undefined,
  ): void;
  /** Returns false when too much is waiting to be read. */
  write(chunk: string): boolean;
  onDrain(resume: () => void): void;
  end(): void;
  /** Bytes that were written and have not left yet. */
  waitingBytes(): number;
  /** Breaks the answer off. */
  destroy(): void;
}

/**
 * A request that came over a connection, from its arrival until its answer is complete or nobody wants it.
 * The rules of HttpReply and EventStream are kept here, for the live wire and the virtual one.
 */
export class ServedExchange implements Exchange {
  answered = false;
  readonly #method: string;
  readonly #outlet: Outlet;
  readonly #traffic: Traffic;
  readonly #log: Log;
  #over: string | undefined;
  #bytesWritten = 0;
  #stream: EventStream | undefined;
  #finished: (() => void) | undefined;

  constructor(method: string, outlet: Outlet, traffic: Traffic, log: Log) {
    this.#method = method;
    this.#outlet = outlet;
    this.#traffic = traffic;
    this.#log = log;
    traffic.begin(this);
  }

  bytesSent(): number {
    return Math.max(0, this.#bytesWritten - this.#outlet.waitingBytes());
  }

  /** An answer that cannot be sent is broken off and logged. */
  answer(reply: HttpReply): void {
    try {
      this.#send(reply);
    } catch (error) {
      this.#log(`an answer (${reply.status}) cannot be sent: ${String(error)}`);
      this.#outlet.destroy();
    }
  }

  /** The answer is complete, or its client is gone for this `reason`. */
  end(reason: string): void {
    if (this.#over !== undefined) return;
    this.#over = reason;
    this.#traffic.finish(this);
    this.#settle(reason);
  }

  #send(reply: HttpReply): void {
    this.#finished = reply.finished;
    if (isEventStream(reply.body)) this.#stream = reply.body;
    if (this.#over !== undefined) this.#settle(this.#over);
    else if (isEventStream(reply.body)) this.#answerStream(reply, reply.body);
    else this.#answerWhole(reply, reply.body);
  }

  #answerWhole({ status, headers }: HttpReply, body: string | Uint8Array): void {
    const lengthless = status === 204 || status === 304;
    const length = typeof body === "string" ? Buffer.byteLength(body) : body.byteLength;
    const bodyless = lengthless || this.#method === "HEAD";
    this.answered = true;
    this.#bytesWritten = bodyless ? 0 : length;
    this.#outlet.send(
      status,
      lengthless ? headers : { ...headers, "content-length": String(length) },
      bodyless ? undefined : body,
    );
  }

  #answerStream({ status, headers }: HttpReply, stream: EventStream): void {
    this.#outlet.begin(status, headers);
    this.answered = true;
    if (this.#method === "HEAD") {
      this.#outlet.end();
      return;
    }
    stream.open({
      write: (chunk) => {
        if (this.#over !== undefined) return false;
        this.#bytesWritten += Buffer.byteLength(chunk);
        return this.#outlet.write(chunk);
      },
      onDrain: (resume) => this.#outlet.onDrain(resume),
      end: () => {
        this.#stream = undefined;
        if (this.#over === undefined) this.#outlet.end();
      },
    });
  }

  /** Tells whoever made the answer that it is over. */
  #settle(reason: string): void {
    const stream = this.#stream;
    const finished = this.#finished;
    this.#stream = undefined;
    this.#finished = undefined;
    stream?.close(reason);
    finished?.();
  }
}
