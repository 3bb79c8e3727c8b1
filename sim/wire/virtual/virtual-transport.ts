import { source, type Clock } from "../../clock/clock.ts";
import { random } from "../../model/random.ts";
import { ClientExchange, wholeResponse } from "../client/client-exchange.ts";
import { ClientLedger, type ClientLedgerOptions } from "../client/client-ledger.ts";
import type { HttpRequest } from "../exchange.ts";
import type { Service } from "../server/serve.ts";
import {
  TransportError,
  type Response,
  type ResponseSink,
  type Transport,
  type TransportErrorCode,
} from "../transport.ts";
import { VirtualConnection } from "./virtual-connection.ts";
import { VirtualWay } from "./virtual-way.ts";
import type { VirtualListener } from "./virtual-listener.ts";

interface VirtualClientOptions extends ClientLedgerOptions {
  readonly clock: Clock;
  readonly seed: number;
  readonly listener: VirtualListener;
  readonly service: Service;
  readonly closed: () => void;
}

interface Ways {
  readonly up: VirtualWay;
  readonly down: VirtualWay;
}

/**
 * How Linux repeats a SYN that is not answered, for as long as Go's dialler waits: the pauses between, in
 * seconds, the last one cut short.
 */
const knockSeconds = [1, 2, 4, 8, 15];

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
    this.#dials += 1;
    this.#knock(waiting, { up: this.#way("up"), down: this.#way("down") }, knockSeconds);
  }

  /** Asks for a connection, and again after each of `pauses` while nobody says yes or no. */
  #knock(waiting: ReadonlySet<ClientExchange>, ways: Ways, pauses: readonly number[]): void {
    const { clock, listener } = this.#options;
    ways.up.send(() => {
      if (listener.mode === "open") {
        const connection = this.#connect(ways);
        ways.down.send(() => this.#established(connection, waiting));
      } else if (listener.mode === "shut") {
        ways.down.send(() => this.#dialFailed("refused", "connect: connection refused", waiting));
      } else {
        const [pause, ...rest] = pauses;
        const again = () =>
          rest.length === 0
            ? this.#dialFailed("timeout", "i/o timeout", waiting)
            : this.#knock(waiting, ways, rest);
        clock.at(clock.now() + (pause ?? 0), source.wire, () => (this.#closed ? undefined : again()));
      }
    });
  }

  #way(direction: "up" | "down"): VirtualWay {
    const { clock, seed, from, to } = this.#options;
    return new VirtualWay(clock, random(seed, "wire", from, to, this.#dials, direction));
  }

  #connect(ways: Ways): VirtualConnection {
    const { clock, listener, service } = this.#options;
    const connection = new VirtualConnection({
      ...{ clock, listener, service, ...ways },
      failed: (error, use, requests) => this.#ledger.requestsFailed(error, use, requests),
    });
    listener.connections.add(connection);
    return connection;
  }

  #dialFailed(code: TransportErrorCode, reason: string, waiting: ReadonlySet<ClientExchange>): void {
    if (this.#closed) return;
    this.#waiting = undefined;
    const error = new TransportError(code, `dial tcp ${this.#options.listener.address}: ${reason}`);
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
