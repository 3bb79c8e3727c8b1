import { StringDecoder } from "node:string_decoder";
import { source, type Clock } from "../../clock/clock.ts";
import { useOf, type ClientExchange } from "../client/client-exchange.ts";
import { clientGoHealthCheck } from "../client/health-check.ts";
import type { Outlet } from "../server/outlet.ts";
import { serve, type Service } from "../server/serve.ts";
import { ServedConnection } from "../server/served-connection.ts";
import { ServedExchange } from "../server/served-exchange.ts";
import { TransportError } from "../transport.ts";
import type { VirtualListener } from "./virtual-listener.ts";
import type { VirtualWay } from "./virtual-way.ts";

interface VirtualConnectionOptions {
  readonly clock: Clock;
  readonly up: VirtualWay;
  readonly down: VirtualWay;
  readonly listener: VirtualListener;
  readonly service: Service;
  /** Requests ended without a response because the connection, or a stream on it, was cut off. */
  readonly failed: (error: TransportError, connection: "fresh" | "reused", requests: number) => void;
}

/** A connection between a client and a server that are both in this process; each learns of the other late. */
export class VirtualConnection {
  /** As the server and its faults see it. */
  readonly served: ServedConnection;
  readonly #options: VirtualConnectionOptions;
  /** As the client sees it. */
  readonly #exchanges = new Set<ClientExchange>();
  #finished = 0;
  #usable = true;
  #lastHeard: number;
  /** What has come to the server and was not read; undefined while it reads. */
  #unread: (() => void)[] | undefined;
  #open = true;

  constructor(options: VirtualConnectionOptions) {
    this.#options = options;
    this.#lastHeard = options.clock.now();
    this.served = new ServedConnection(
      { reset: () => this.#reset(), freeze: () => this.#freeze(), thaw: () => this.#thaw() },
      () => options.listener.faults,
    );
    this.served.multiplexed = true;
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
      this.#up(() => served?.end("client gone"));
    };
    this.#up(() => (served = this.#serve(exchange)));
  }

  /** The client ends it with all that is under way. */
  leave(error: TransportError): void {
    this.#lose(error);
    this.#up(() => this.#close());
  }

  #up(arrive: () => void): void {
    this.#options.up.send(() => {
      if (this.#unread !== undefined) this.#unread.push(arrive);
      else if (this.#open) arrive();
    });
  }

  #down(arrive: () => void): void {
    const { clock, down } = this.#options;
    down.send(() => {
      this.#lastHeard = clock.now();
      arrive();
    });
  }

  #serve(exchange: ClientExchange): ServedExchange {
    const { listener, service } = this.#options;
    const { request } = exchange;
    const outlet = this.#outletTo(exchange, () => served.end("complete"));
    const served: ServedExchange = new ServedExchange(request, outlet, this.served, service.log);
    serve(served, request, this.served, { listener: listener.address }, service);
    return served;
  }

  #outletTo(exchange: ClientExchange, complete: () => void): Outlet {
    const write = (text: string) => {
      if (text !== "") this.#down(() => exchange.data(text));
      return true;
    };
    // Bytes may end in the middle of a character, as those of half a body do.
    const decoder = new StringDecoder("utf8");
    const outlet: Outlet = {
      begin: (status, headers) => {
        const named = lowerCased(headers);
        this.#down(() => exchange.headers(status, named));
      },
      send: (status, headers, body) => {
        outlet.begin(status, headers);
        if (body !== undefined) outlet.write(body);
        outlet.end();
      },
      // Read now: the bytes may be used again once the answer is complete.
      write: (chunk) => write(typeof chunk === "string" ? chunk : decoder.write(chunk)),
      onDrain: () => undefined,
      end: () => {
        this.#down(() => {
          this.#finish(exchange);
          exchange.end();
        });
        complete();
      },
      waitingBytes: () => 0,
      destroy: () => {
        this.#down(() => this.#fail(exchange, new TransportError("reset", "the server reset the stream")));
        complete();
      },
    };
    return outlet;
  }

  /** The server's end is gone; the client learns of it as soon as a packet has come. */
  #reset(): void {
    this.#close();
    this.#down(() => this.#lose(new TransportError("reset", "read: connection reset by peer")));
  }

  #close(): void {
    this.#open = false;
    this.#unread = undefined;
    this.#options.listener.connections.delete(this);
    this.served.endAll("client gone");
  }

  /** The client's health check, of which nothing is seen otherwise, finds that nobody answers. */
  #freeze(): void {
    const { clock } = this.#options;
    const unread = (this.#unread ??= []);
    const { silenceSeconds, answerSeconds } = clientGoHealthCheck;
    clock.at(this.#lastHeard + silenceSeconds + answerSeconds, source.wire, () => {
      if (this.#unread !== unread || !this.#usable) return;
      this.leave(new TransportError("timeout", "http2: client connection lost"));
    });
  }

  #thaw(): void {
    const unread = this.#unread ?? [];
    this.#unread = undefined;
    for (const arrive of unread) if (this.#open) arrive();
  }

  #finish(exchange: ClientExchange): void {
    if (this.#exchanges.delete(exchange)) this.#finished += 1;
  }

  #fail(exchange: ClientExchange, error: TransportError): void {
    if (!this.#exchanges.has(exchange)) return;
    this.#options.failed(error, this.#use, exchange.answered ? 0 : 1);
    this.#finish(exchange);
    exchange.end(error);
  }

  #lose(error: TransportError): void {
    this.#usable = false;
    const cut = [...this.#exchanges];
    const use = this.#use;
    this.#exchanges.clear();
    this.#options.failed(error, use, cut.filter(({ answered }) => !answered).length);
    for (const exchange of cut) exchange.end(error);
  }

  get #use(): "fresh" | "reused" {
    return useOf(this.#finished, this.#exchanges);
  }
}

function lowerCased(headers: Readonly<Record<string, string>>): Record<string, string> {
  return Object.fromEntries(Object.entries(headers).map(([name, value]) => [name.toLowerCase(), value]));
}
