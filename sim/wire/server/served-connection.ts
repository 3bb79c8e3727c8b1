import type net from "node:net";
import type { ListenerFaults } from "../effects/listener-faults.ts";
import type { Valve } from "../effects/valve.ts";
import type { RequestLine } from "../request-info.ts";

/** One request on a connection and the answer to it, for as long as the answer is not complete. */
export interface Exchange {
  readonly request: RequestLine;
  /** The answer has begun: its headers are sent. */
  readonly answered: boolean;
  /** What the answer passes through on its way out. */
  readonly valve: Valve;
  readonly over: boolean;
  /** Bytes of the answer's body that have left the server. */
  bytesSent(): number;
  /** It is answered by a stream that has not ended. */
  readonly goesOn: boolean;
  /** Writes a text between what a stream says; with `ends` the answer is complete then. */
  interrupt(text: string, ends: boolean): void;
  /** Nobody wants the rest of the answer. */
  end(reason: string): void;
}

/** What a fault can do to a connection. */
interface ConnectionControl {
  /** Both ends are gone at once (RST). */
  reset(): void;
  /** Nothing more is read; `thaw` undoes it. */
  freeze(): void;
  thaw(): void;
}

/** A connection as a fault leaves it, or finds it. */
export interface ConnectionState {
  /** Reused: a request had been served on it before, or was being answered, as a watch is. */
  readonly connection: "fresh" | "reused";
  /** Body bytes of the answers that are not complete. */
  readonly bytesSent: number;
  /** Requests without a complete answer. */
  readonly unfinished: number;
  /** Its client would repeat what is unfinished on another connection, and tell nobody. */
  readonly repeatable: boolean;
}

/** What holds the answers on a stalled connection, beside faults on single requests. */
const stall = Symbol("stalled connection");

/**
 * A connection at the server's end. The HTTP server writes down what passes over it, since only it can tell
 * requests from encrypted bytes; faults read that, and act on it.
 */
export class ServedConnection {
  /** Requests whose answer is not complete. */
  readonly unfinished = new Set<Exchange>();
  /** HTTP/2: its clients do not repeat a request by themselves when the connection goes. */
  multiplexed = false;
  readonly #control: ConnectionControl;
  readonly #faults: () => ListenerFaults | undefined;
  #finished = 0;
  #stalled = false;

  constructor(control: ConnectionControl, faults: () => ListenerFaults | undefined) {
    this.#control = control;
    this.#faults = faults;
  }

  /** The faults on the listener that it was made through. */
  get faults(): ListenerFaults | undefined {
    return this.#faults();
  }

  begin(exchange: Exchange): void {
    this.unfinished.add(exchange);
    if (this.#stalled) exchange.valve.hold(stall, "answer");
  }

  /** Does nothing for one that was finished before. */
  finish(exchange: Exchange): void {
    if (this.unfinished.delete(exchange)) this.#finished += 1;
  }

  /** The client is gone, or whoever serves it is. */
  endAll(reason: string): void {
    for (const exchange of this.unfinished) exchange.end(reason);
  }

  /** Reused: a request has been served on it before, or is being answered, as a watch is. */
  get use(): "fresh" | "reused" {
    return this.#finished > 0 || this.#isAnswering() ? "reused" : "fresh";
  }

  state(): ConnectionState {
    const unfinished = [...this.unfinished];
    return {
      connection: this.use,
      bytesSent: unfinished.reduce((sum, exchange) => sum + exchange.bytesSent(), 0),
      unfinished: unfinished.length,
      repeatable: !this.multiplexed && this.#finished > 0 && !this.#isAnswering(),
    };
  }

  reset(): ConnectionState {
    const state = this.state();
    this.#control.reset();
    return state;
  }

  /** Falls silent: nothing is read, nothing written. */
  stall(): ConnectionState {
    this.#stalled = true;
    this.#control.freeze();
    for (const { valve } of this.unfinished) valve.hold(stall, "answer");
    return this.state();
  }

  /** Goes on where it fell silent. */
  thaw(): void {
    this.#stalled = false;
    for (const { valve } of this.unfinished) valve.release(stall);
    this.#control.thaw();
  }

  #isAnswering(): boolean {
    for (const { answered } of this.unfinished) if (answered) return true;
    return false;
  }
}

const connections = new WeakMap<net.Socket, ServedConnection>();

/** Remembers what the connection of a raw socket is. */
export function setConnectionOf(socket: net.Socket, connection: ServedConnection): void {
  connections.set(socket, connection);
}

/** The connection of a raw socket; one that no gate has let in meets no faults. */
export function connectionOf(socket: net.Socket): ServedConnection {
  const known = connections.get(socket);
  if (known !== undefined) return known;
  const nothing = () => undefined;
  return new ServedConnection({ reset: nothing, freeze: nothing, thaw: nothing }, nothing);
}
