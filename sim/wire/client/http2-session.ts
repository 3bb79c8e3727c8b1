import http2 from "node:http2";
import type tls from "node:tls";
import { useOf, type ClientExchange } from "./client-exchange.ts";
import { codeOf } from "./dial.ts";
import type { HttpRequest } from "../exchange.ts";
import { HealthCheck, type HealthCheckSettings } from "./health-check.ts";
import { TransportError } from "../transport.ts";

const { NGHTTP2_CANCEL, NGHTTP2_NO_ERROR, NGHTTP2_REFUSED_STREAM } = http2.constants;

/** Room for what the server sends before we have read it, so that a large list is not sent in small pieces. */
const windowBytes = 4 * 1024 * 1024;

/** Names that HTTP/2 has no place for. */
const connectionHeaders = new Set(["connection", "host", "keep-alive", "transfer-encoding", "upgrade"]);

interface Http2SessionOptions {
  readonly socket: tls.TLSSocket;
  /** The `:authority` of requests that name no host. */
  readonly authority: string;
  readonly healthCheck: HealthCheckSettings;
  /** Requests ended without a response because the connection, or a stream on it, was cut off. */
  readonly failed: (error: TransportError, connection: "fresh" | "reused", requests: number) => void;
  /** The server has not touched the request and says so: it can be sent again. */
  readonly sentBack: (exchange: ClientExchange) => void;
  readonly closed: () => void;
}

/** One HTTP/2 connection and the requests on it. */
export class Http2Session {
  readonly #options: Http2SessionOptions;
  readonly #session: http2.ClientHttp2Session;
  readonly #health: HealthCheck;
  readonly #exchanges = new Set<ClientExchange>();
  #finished = 0;
  #error: TransportError | undefined;

  constructor(options: Http2SessionOptions) {
    this.#options = options;
    const session = http2.connect(`https://${options.authority}`, {
      createConnection: () => options.socket,
      settings: { enablePush: false, initialWindowSize: windowBytes },
    });
    this.#session = session;
    this.#health = new HealthCheck({
      settings: options.healthCheck,
      ping: () => void session.ping((error) => (error === null ? this.#health.heard() : undefined)),
      lost: () => this.#lose(new TransportError("timeout", "http2: client connection lost")),
    });
    session.once("connect", () => {
      if (!session.destroyed) session.setLocalWindowSize(windowBytes);
    });
    for (const event of ["remoteSettings", "ping", "goaway"]) session.on(event, () => this.#health.heard());
    session.on("error", (error: Error) => {
      this.#error ??= new TransportError(codeOf(error, "other"), error.message);
    });
    session.once("close", () => {
      this.#lose(new TransportError("reset", "unexpected EOF: the server closed the connection"));
      options.closed();
    });
  }

  /** False once it is lost, or the server has said that it takes no more. */
  get usable(): boolean {
    return !this.#session.closed && !this.#session.destroyed;
  }

  /** Sends the request and passes on what comes back. */
  carry(exchange: ClientExchange): void {
    exchange.sends += 1;
    this.#exchanges.add(exchange);
    let stream: http2.ClientHttp2Stream;
    try {
      stream = this.#session.request(headersOf(exchange.request, this.#options.authority), {
        endStream: exchange.request.body === undefined,
      });
    } catch (error) {
      const reason = error instanceof Error ? error.message : String(error);
      this.#fail(exchange, new TransportError("other", `the request cannot be sent: ${reason}`));
      return;
    }
    if (exchange.request.body !== undefined) stream.end(exchange.request.body);
    exchange.onGiveUp = () => {
      this.#finish(exchange);
      stream.close(NGHTTP2_CANCEL);
    };
    this.#follow(exchange, stream);
  }

  /** Ends all that is under way with `error`, and the connection with it. */
  close(error: TransportError): void {
    this.#lose(error);
  }

  #follow(exchange: ClientExchange, stream: http2.ClientHttp2Stream): void {
    let error: Error | undefined;
    stream.setEncoding("utf8");
    stream.on("response", (headers) => {
      this.#health.heard();
      exchange.headers(Number(headers[":status"]), plainHeaders(headers));
    });
    stream.on("data", (chunk: string) => {
      this.#health.heard();
      exchange.data(chunk);
    });
    stream.on("end", () => {
      const whole = !this.#session.destroyed && !stream.aborted && stream.rstCode === NGHTTP2_NO_ERROR;
      if (!whole || !exchange.answered) return;
      this.#finish(exchange);
      exchange.end();
    });
    stream.on("error", (given: Error) => (error = given));
    stream.once("close", () => {
      // When the connection is lost, its own end settles all of its requests at once.
      if (!this.#exchanges.has(exchange) || this.#session.destroyed) return;
      if (stream.rstCode === NGHTTP2_REFUSED_STREAM && !exchange.answered) {
        this.#exchanges.delete(exchange);
        this.#options.sentBack(exchange);
        return;
      }
      const reason = error?.message ?? `the server reset the stream (code ${stream.rstCode})`;
      this.#fail(exchange, new TransportError("reset", reason));
    });
  }

  #finish(exchange: ClientExchange): void {
    if (this.#exchanges.delete(exchange)) this.#finished += 1;
  }

  #fail(exchange: ClientExchange, error: TransportError): void {
    this.#options.failed(error, this.#connection, exchange.answered ? 0 : 1);
    this.#finish(exchange);
    exchange.end(error);
  }

  #lose(otherwise: TransportError): void {
    this.#health.stop();
    const error = this.#error ?? otherwise;
    this.#error = error;
    const cut = [...this.#exchanges];
    const connection = this.#connection;
    this.#exchanges.clear();
    this.#options.failed(error, connection, cut.filter(({ answered }) => !answered).length);
    for (const exchange of cut) exchange.end(error);
    this.#session.destroy();
  }

  get #connection(): "fresh" | "reused" {
    return useOf(this.#finished, this.#exchanges);
  }
}

function headersOf(request: HttpRequest, authority: string): http2.OutgoingHttpHeaders {
  const headers: http2.OutgoingHttpHeaders = {
    ":method": request.method,
    ":path": request.path,
    ":authority": request.headers["host"] ?? authority,
  };
  for (const [name, value] of Object.entries(request.headers)) {
    if (value !== undefined && !connectionHeaders.has(name)) headers[name] = value;
  }
  return headers;
}

function plainHeaders(headers: http2.IncomingHttpHeaders): Record<string, string> {
  return Object.fromEntries(
    Object.entries(headers)
      .filter(([name, value]) => !name.startsWith(":") && value !== undefined)
      .map(([name, value]) => [name, Array.isArray(value) ? value.join(", ") : String(value)]),
  );
}
