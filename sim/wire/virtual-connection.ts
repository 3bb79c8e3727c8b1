import { source, type Clock } from "../clock/clock.ts";
import type { ClientExchange } from "./client-exchange.ts";
import type { Handle } from "./exchange.ts";
import { handled, type Log } from "./handled.ts";
import { ServedExchange, type Outlet } from "./served-exchange.ts";
import { Traffic } from "./traffic.ts";
import { TransportError } from "./transport.ts";
import type { VirtualListener } from "./virtual-listener.ts";

/** What a packet takes between two pods of a cluster, with the work at both ends. */
const latencySeconds = { shortest: 0.0002, longest: 0.002 };

/** One direction of a connection: what is sent arrives after a while, and in order. */
export class VirtualWay {
  readonly #clock: Clock;
  readonly #draw: () => number;
  #lastArrival = -Infinity;

  constructor(clock: Clock, draw: () => number) {
    this.#clock = clock;
    this.#draw = draw;
  }

  send(arrive: () => void): void {
    const { shortest, longest } = latencySeconds;
    const arrival = this.#clock.now() + shortest + this.#draw() * (longest - shortest);
    this.#lastArrival = Math.max(this.#lastArrival, arrival);
    this.#clock.at(this.#lastArrival, source.wire, arrive);
  }
}

export interface VirtualConnectionOptions {
  readonly up: VirtualWay;
  readonly down: VirtualWay;
  readonly listener: VirtualListener;
  readonly handle: Handle;
  readonly log: Log;
  /** Requests ended without a response because the connection was cut. */
  readonly failed: (error: TransportError, connection: "fresh" | "reused", requests: number) => void;
}

/** A connection between a client and a server that are both in this process; each learns of the other late. */
export class VirtualConnection {
  /** As the server has seen it so far. */
  readonly traffic = new Traffic();
  readonly #options: VirtualConnectionOptions;
  /** As the client sees it. */
  readonly #exchanges = new Set<ClientExchange>();
  #finished = 0;
  #usable = true;
  #served = true;

  constructor(options: VirtualConnectionOptions) {
    this.#options = options;
    this.traffic.multiplexed = true;
  }

  get usable(): boolean {
    return this.#usable;
  }

  /** The client sends a request. */
  carry(exchange: ClientExchange): void {
    this.#exchanges.add(exchange);
    let served: ServedExchange | undefined;
    exchange.onGiveUp = () => {
      this.#finish(exchange);
      this.#options.up.send(() => served?.end("client gone"));
    };
    this.#options.up.send(() => {
      if (this.#served) served = this.#serve(exchange);
    });
  }

  /** The server's end is reset; the client learns of it as soon as a packet has come. */
  cut(): void {
    this.#endServing();
    this.#options.down.send(() => this.#lose(new TransportError("reset", "read: connection reset by peer")));
  }

  /** The client ends it with all that is under way. */
  leave(error: TransportError): void {
    this.#lose(error);
    this.#options.up.send(() => this.#endServing());
  }

  #serve(exchange: ClientExchange): ServedExchange {
    const { handle, listener, log } = this.#options;
    const { request } = exchange;
    const served: ServedExchange = new ServedExchange(
      request.method,
      this.#outletTo(exchange, () => served.end("complete")),
      this.traffic,
      log,
    );
    const reply = handled(handle, request, { listener: listener.address }, log);
    if (reply instanceof Promise) void reply.then((late) => served.answer(late));
    else served.answer(reply);
    return served;
  }

  #outletTo(exchange: ClientExchange, complete: () => void): Outlet {
    const { down } = this.#options;
    const begin: Outlet["begin"] = (status, headers) => {
      const named = lowerCased(headers);
      down.send(() => exchange.headers(status, named));
    };
    const end = () => {
      down.send(() => {
        this.#finish(exchange);
        exchange.end();
      });
      complete();
    };
    return {
      begin,
      send: (status, headers, body) => {
        begin(status, headers);
        // Read now: the bytes may be used again once the answer is complete.
        const text = typeof body === "object" ? Buffer.from(body).toString() : (body ?? "");
        if (text !== "") down.send(() => exchange.data(text));
        end();
      },
      write: (chunk) => {
        down.send(() => exchange.data(chunk));
        return true;
      },
      onDrain: () => undefined,
      end,
      waitingBytes: () => 0,
      destroy: () => {
        down.send(() => this.#fail(exchange, new TransportError("reset", "the server reset the stream")));
        complete();
      },
    };
  }

  #endServing(): void {
    this.#served = false;
    this.#options.listener.forget(this);
    this.traffic.endAll("client gone");
  }

  #finish(exchange: ClientExchange): void {
    if (this.#exchanges.delete(exchange)) this.#finished += 1;
  }

  #fail(exchange: ClientExchange, error: TransportError): void {
    if (!this.#exchanges.has(exchange)) return;
    this.#options.failed(error, this.#reuse, exchange.answered ? 0 : 1);
    this.#finish(exchange);
    exchange.end(error);
  }

  #lose(error: TransportError): void {
    this.#usable = false;
    const cut = [...this.#exchanges];
    this.#exchanges.clear();
    const unanswered = cut.filter(({ answered }) => !answered).length;
    this.#options.failed(error, this.#reuse, unanswered);
    for (const exchange of cut) exchange.end(error);
  }

  get #reuse(): "fresh" | "reused" {
    return this.#finished > 0 ? "reused" : "fresh";
  }
}

function lowerCased(headers: Readonly<Record<string, string>>): Record<string, string> {
  return Object.fromEntries(Object.entries(headers).map(([name, value]) => [name.toLowerCase(), value]));
}
