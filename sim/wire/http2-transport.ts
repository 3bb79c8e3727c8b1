import type tls from "node:tls";
import { formatAddress, type Address } from "../model/addresses.ts";
import { ClientExchange, wholeResponse } from "./client/client-exchange.ts";
import { ClientLedger, type ClientLedgerOptions } from "./client/client-ledger.ts";
import { dial } from "./client/dial.ts";
import type { HttpRequest } from "./exchange.ts";
import { clientGoHealthCheck, type HealthCheckSettings } from "./client/health-check.ts";
import { Http2Session } from "./client/http2-session.ts";
import { TransportError, type Response, type ResponseSink, type Transport } from "./transport.ts";

export interface Http2TransportOptions extends ClientLedgerOptions {
  readonly address: Address;
  /** PEM; nothing else is trusted. */
  readonly caCertificate: string;
  /** The name the server's certificate has to carry; default: an apiserver's. */
  readonly serverName?: string;
  /** Default: client-go's. */
  readonly healthCheck?: HealthCheckSettings;
}

/** The way to a server over one HTTP/2 connection, made when it is first needed and again when it was lost. */
export function connectHttp2(options: Http2TransportOptions): Transport {
  return new Http2Transport(options);
}

/** How often Go sends a request that servers hand back untouched. */
const mostSends = 7;

class Http2Transport implements Transport {
  readonly #options: Http2TransportOptions;
  readonly #ledger: ClientLedger;
  readonly #sessions = new Set<Http2Session>();
  readonly #closing = new AbortController();
  /** The requests that wait for the dial under way; undefined when there is none. */
  #waiting: Set<ClientExchange> | undefined;

  constructor(options: Http2TransportOptions) {
    this.#options = options;
    this.#ledger = new ClientLedger(options, formatAddress(options.address));
  }

  request(request: HttpRequest): Promise<Response> {
    return wholeResponse((sink) => this.stream(request, sink));
  }

  stream(request: HttpRequest, sink: ResponseSink): () => void {
    const exchange = new ClientExchange(request, sink);
    this.#send(exchange);
    return () => exchange.giveUp();
  }

  close(): void {
    this.#closing.abort();
    for (const session of this.#sessions) session.close(closedError());
  }

  #send(exchange: ClientExchange): void {
    const session = [...this.#sessions].find(({ usable }) => usable);
    if (this.#closing.signal.aborted) queueMicrotask(() => exchange.end(closedError()));
    else if (session !== undefined) session.carry(exchange);
    else this.#wait(exchange);
  }

  #wait(exchange: ClientExchange): void {
    if (this.#waiting === undefined) {
      this.#waiting = new Set();
      void this.#dial(this.#waiting);
    }
    const waiting = this.#waiting;
    waiting.add(exchange);
    exchange.onGiveUp = () => waiting.delete(exchange);
  }

  async #dial(waiting: ReadonlySet<ClientExchange>): Promise<void> {
    const { address, caCertificate, serverName = "kubernetes.default.svc" } = this.#options;
    try {
      const socket = await dial({ address, caCertificate, serverName, signal: this.#closing.signal });
      if (this.#closing.signal.aborted) {
        socket.destroy();
        throw closedError();
      }
      const session = this.#begin(socket);
      this.#waiting = undefined;
      for (const exchange of waiting) session.carry(exchange);
    } catch (given) {
      this.#waiting = undefined;
      const error = given instanceof TransportError ? given : new TransportError("other", String(given));
      this.#ledger.dialFailed(error, waiting.size);
      for (const exchange of waiting) exchange.end(error);
    }
  }

  #begin(socket: tls.TLSSocket): Http2Session {
    const session = new Http2Session({
      socket,
      authority: formatAddress(this.#options.address),
      healthCheck: this.#options.healthCheck ?? clientGoHealthCheck,
      failed: (error, connection, requests) => this.#ledger.requestsFailed(error, connection, requests),
      sentBack: (exchange) => this.#sendAgain(exchange),
      closed: () => this.#sessions.delete(session),
    });
    this.#sessions.add(session);
    return session;
  }

  #sendAgain(exchange: ClientExchange): void {
    if (exchange.sends < mostSends) {
      this.#send(exchange);
      return;
    }
    const error = new TransportError("reset", `the server refused the request ${mostSends} times`);
    this.#ledger.requestsFailed(error, "reused", 1);
    exchange.end(error);
  }
}

function closedError(): TransportError {
  return new TransportError("closed", "the transport is closed");
}
