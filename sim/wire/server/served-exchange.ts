import { Valve } from "../effects/valve.ts";
import { isEventStream, type EventStream, type HttpReply } from "../exchange.ts";
import type { RequestLine } from "../request-info.ts";
import type { Log } from "./handled.ts";
import { byteLength, type Outlet } from "./outlet.ts";
import type { Exchange, ServedConnection } from "./served-connection.ts";

/**
 * A request that came over a connection, from its arrival until its answer is complete or nobody wants it.
 * The rules of HttpReply and EventStream are kept here, for the live wire and the virtual one.
 */
export class ServedExchange implements Exchange {
  readonly valve: Valve;
  readonly request: RequestLine;
  readonly #connection: ServedConnection;
  readonly #log: Log;
  #over: string | undefined;
  #bytesWritten = 0;
  #stream: EventStream | undefined;
  #finished: (() => void) | undefined;

  constructor(request: RequestLine, outlet: Outlet, connection: ServedConnection, log: Log) {
    this.request = request;
    this.valve = new Valve(outlet);
    this.#connection = connection;
    this.#log = log;
    connection.begin(this);
  }

  get answered(): boolean {
    return this.valve.begun;
  }

  get over(): boolean {
    return this.#over !== undefined;
  }

  bytesSent(): number {
    return Math.max(0, this.#bytesWritten - this.valve.waitingBytes());
  }

  /** An answer that cannot be sent is broken off and logged. */
  answer(reply: HttpReply): void {
    try {
      this.#send(reply);
    } catch (error) {
      this.#log(`an answer (${reply.status}) cannot be sent: ${String(error)}`);
      this.valve.destroy();
    }
  }

  get goesOn(): boolean {
    return this.#stream !== undefined && this.#over === undefined;
  }

  interrupt(text: string, ends: boolean): void {
    const stream = this.#stream;
    if (stream === undefined || !this.goesOn) return;
    if (text !== "") this.#write(text);
    if (!ends) return;
    this.#stream = undefined;
    stream.close("interrupted");
    this.valve.end();
  }

  /** The answer is complete, or its client is gone for this `reason`. */
  end(reason: string): void {
    if (this.#over !== undefined) return;
    this.#over = reason;
    this.#connection.finish(this);
    this.valve.discard();
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
    const length = byteLength(body);
    const bodyless = lengthless || this.request.method === "HEAD";
    this.#bytesWritten = bodyless ? 0 : length;
    this.valve.send(
      status,
      lengthless ? headers : { ...headers, "content-length": String(length) },
      bodyless ? undefined : body,
    );
  }

  #answerStream({ status, headers }: HttpReply, stream: EventStream): void {
    this.valve.begin(status, headers);
    if (this.request.method === "HEAD") {
      this.valve.end();
      return;
    }
    stream.open({
      write: (chunk) => (this.#stream === stream ? this.#write(chunk) : false),
      onDrain: (resume) => this.valve.onDrain(resume),
      end: () => {
        if (this.#stream !== stream) return;
        this.#stream = undefined;
        this.valve.end();
      },
    });
  }

  #write(chunk: string): boolean {
    this.#bytesWritten += byteLength(chunk);
    return this.valve.write(chunk);
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
