import type { Clock } from "../clock/clock.ts";
import { random } from "../model/random.ts";
import { ClientExchange, wholeResponse } from "./client-exchange.ts";
import { ClientLedger, type ClientLedgerOptions } from "./client-ledger.ts";
import type { Handle, HttpRequest } from "./exchange.ts";
import type { Log } from "./handled.ts";
import { TransportError, type Response, type ResponseSink, type Transport } from "./transport.ts";
import { VirtualConnection, VirtualWay } from "./virtual-connection.ts";
import type { VirtualListener } from "./virtual-listener.ts";

export interface VirtualClientOptions extends ClientLedgerOptions {
  readonly clock: Clock;
  readonly seed: number;
  readonly listener: VirtualListener;
  readonly handle: Handle;
  readonly log: Log;
  readonly closed: () => void;
}

/** The client's end of the virtual wire: one connection, dialled when it is first needed and again when it was lost. */
export class VirtualTransport implements Transport {
  readonly #options: VirtualClientOptions;
  readonly #ledger: ClientLedger;
  #connection: VirtualConnection | undefined;
  #waiting: Set<ClientExchange> | undefined;
  #dials = 0;
  #closed = false;

  constructor(options: VirtualClientOptions) {
    this.#options = options;
    this.#ledger = new ClientLedger(options, options.listener.address);
  }

  request(request: HttpRequest): Promise<Response> {
    return wholeResponse((sink) => this.stream(request, sink));
  }

  stream(request: HttpRequest, sink: ResponseSink): () => void {
    const exchange = new ClientExchange(request, sink);
    if (this.#closed) queueMicrotask(() => exchange.end(closedError()));
    else if (this.#connection?.usable === true) this.#connection.carry(exchange);
    else this.#wait(exchange);
    return () => exchange.giveUp();
  }

  close(): void {
    if (this.#closed) return;
    this.#closed = true;
    this.#connection?.leave(closedError());
    for (const exchange of this.#waiting ?? []) exchange.end(closedError());
    this.#options.closed();
  }

  #wait(exchange: ClientExchange): void {
    if (this.#waiting === undefined) {
      this.#waiting = new Set();
      this.#dial(this.#waiting);
    }
    const waiting = this.#waiting;
    waiting.add(exchange);
    exchange.onGiveUp = () => waiting.delete(exchange);
  }

  #dial(waiting: ReadonlySet<ClientExchange>): void {
    const { listener } = this.#options;
    const up = this.#way("up");
    const down = this.#way("down");
    this.#dials += 1;
    up.send(() => {
      if (listener.heldBy !== undefined) {
        down.send(() => this.#refused(waiting));
        return;
      }
      const connection = this.#connect(up, down);
      listener.admit(connection);
      down.send(() => this.#established(connection, waiting));
    });
  }

  #way(direction: "up" | "down"): VirtualWay {
    const { clock, seed, from, to } = this.#options;
    return new VirtualWay(clock, random(seed, "wire", from, to, this.#dials, direction));
  }

  #connect(up: VirtualWay, down: VirtualWay): VirtualConnection {
    const { listener, handle, log } = this.#options;
    return new VirtualConnection({
      up,
      down,
      listener,
      handle,
      log,
      failed: (error, reuse, requests) => this.#ledger.requestsFailed(error, reuse, requests),
    });
  }

  #refused(waiting: ReadonlySet<ClientExchange>): void {
    if (this.#closed) return;
    this.#waiting = undefined;
    const where = `dial tcp ${this.#options.listener.address}`;
    const error = new TransportError("refused", `${where}: connect: connection refused`);
    this.#ledger.dialFailed(error, waiting.size);
    for (const exchange of waiting) exchange.end(error);
  }

  #established(connection: VirtualConnection, waiting: ReadonlySet<ClientExchange>): void {
    if (this.#closed) {
      connection.leave(closedError());
      return;
    }
    this.#waiting = undefined;
    this.#connection = connection;
    for (const exchange of waiting) connection.carry(exchange);
  }
}

function closedError(): TransportError {
  return new TransportError("closed", "the transport is closed");
}
