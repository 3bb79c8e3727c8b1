import type http from "node:http";
import http2 from "node:http2";
import https from "node:https";
import net from "node:net";
import tls from "node:tls";
import { onTestFinished } from "vitest";
import { WallClock } from "../../sim/clock/wall.ts";
import type { ActiveFault, Effect, LedgerEntry } from "../../sim/faults/fault.ts";
import { formatAddress, type Address } from "../../sim/model/addresses.ts";
import type { EventStream, Handle, HttpReply, HttpRequest, StreamSink } from "../../sim/wire/exchange.ts";
import { Gate } from "../../sim/wire/gate.ts";
import { connectHttp2, type Http2TransportOptions } from "../../sim/wire/http2-transport.ts";
import { buildTlsServer, type TlsServerOptions } from "../../sim/wire/tls-server.ts";
import { TransportError, type ResponseSink, type Transport } from "../../sim/wire/transport.ts";
import { testCertificates } from "../support/certificates.ts";

/** A server behind one gate on a free loopback port; all of it is closed when the test ends. */
export async function startServer(handle: Handle, more: Partial<TlsServerOptions> = {}) {
  const server = await buildTlsServer({ serving: testCertificates.apiserver, http2: true, handle, ...more });
  const sockets: net.Socket[] = [];
  const deliver = (socket: net.Socket) => {
    sockets.push(socket);
    server.deliver(socket);
  };
  const gate = new Gate({ address: { ip: "127.0.0.1", port: 0 }, deliver });
  await gate.open();
  onTestFinished(async () => {
    await gate.close();
    await server.close();
  });
  const { address } = gate;
  const connections = () => sockets.filter(({ destroyed }) => !destroyed).length;
  const everyoneLeft = () => sockets.length > 0 && connections() === 0;
  return {
    gate,
    server,
    address,
    port: address.port,
    listener: formatAddress(address),
    everyoneLeft,
    connections,
  };
}

/** A client of it, with what it reported. */
export function connect(address: Address, more: Partial<Http2TransportOptions> = {}) {
  const ledger: LedgerEntry[] = [];
  const transport = connectHttp2({
    address,
    caCertificate: testCertificates.ca,
    clock: new WallClock(Date.now()),
    from: "virt-handler-x",
    to: "apiserver",
    report: (entry) => ledger.push(entry),
    ...more,
  });
  onTestFinished(() => transport.close());
  return { transport, ledger };
}

/** Requests that ended without a response, as the ledger has them. */
export function failedRequests(ledger: readonly LedgerEntry[]): number {
  return ledger.reduce((sum, { requests }) => sum + (requests ?? 0), 0);
}

export const text = (body: string): HttpReply => ({
  status: 200,
  headers: { "content-type": "text/plain" },
  body,
});

/** Answers /watch and what an apiserver would take for a watch with a stream, /silent never, all else with its path. */
export function watchable() {
  const streams: TestStream[] = [];
  const asked: string[] = [];
  const handle = (request: HttpRequest): HttpReply | Promise<HttpReply> => {
    asked.push(request.path);
    if (request.path === "/silent") return new Promise(() => undefined);
    if (request.path !== "/watch" && !request.path.includes("watch=true")) return text(request.path);
    const stream = new TestStream();
    streams.push(stream);
    return { status: 200, headers: {}, body: stream };
  };
  return { handle, streams, asked };
}

/** Listens on a free loopback port until the test ends. */
export async function listen(server: net.Server) {
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  onTestFinished(() => void server.close());
  return { ip: "127.0.0.1", port: (server.address() as net.AddressInfo).port };
}

/** A stream that the test writes to, and what became of it. */
export class TestStream implements EventStream {
  sink: StreamSink | undefined;
  readonly closed: string[] = [];

  open(sink: StreamSink): void {
    this.sink = sink;
  }

  close(reason: string): void {
    this.closed.push(reason);
  }
}

/** What a client hears of a stream. */
export class Heard implements ResponseSink {
  status: number | undefined;
  text = "";
  ended: string | undefined;

  headers(status: number): void {
    this.status = status;
  }

  data(chunk: string): void {
    this.text += chunk;
  }

  end(error?: { code: string }): void {
    this.ended = error?.code ?? "complete";
  }
}

export const get = (path: string) => ({ method: "GET", path, headers: {} });

/** The answer of a unary request, or the code of the error (and the status it came after). */
export async function outcome(transport: Transport, asked: string | HttpRequest): Promise<string> {
  try {
    const { status, body } = await transport.request(typeof asked === "string" ? get(asked) : asked);
    return `${status} ${body}`;
  } catch (error) {
    if (!(error instanceof TransportError)) throw error;
    return [error.code, error.status].filter((part) => part !== undefined).join(" ");
  }
}

/** A fault in force. What it is called does not matter here. */
export const fault = (name: string, effect: Effect, ...listeners: string[]): ActiveFault => ({
  name,
  kind: "connection-refused",
  effect,
  listeners,
});

export const refusal = (name: string, ...listeners: string[]) =>
  fault(name, { type: "refuse" }, ...listeners);

/** A connection with its handshake done, to send anything over. */
export async function rawTls(port: number, protocol: "h2" | "http/1.1" = "http/1.1"): Promise<tls.TLSSocket> {
  const socket = tls.connect({
    port,
    host: "127.0.0.1",
    ca: testCertificates.ca,
    servername: "kubernetes.default.svc",
    ALPNProtocols: [protocol],
  });
  await new Promise((resolve, reject) => socket.once("secureConnect", resolve).once("error", reject));
  onTestFinished(() => void socket.destroy());
  return socket;
}

export async function rawHttp2(port: number): Promise<http2.ClientHttp2Session> {
  const socket = await rawTls(port, "h2");
  const session = http2.connect("https://kubernetes.default.svc", { createConnection: () => socket });
  session.on("error", () => undefined);
  onTestFinished(() => session.destroy());
  return session;
}

/** Whether connecting is refused, accepted, or something else. */
export function dialled({ ip, port }: Address): Promise<string> {
  return new Promise((resolve) => {
    const socket = net.connect({ host: ip, port });
    socket.once("connect", () => {
      socket.destroy();
      resolve("accepted");
    });
    socket.once("error", (error: NodeJS.ErrnoException) => resolve(error.code ?? error.message));
  });
}

/** An answer as a client sees it. */
export interface Answer {
  status: number;
  headers: http.IncomingHttpHeaders;
  body: string;
}

/** Asks over HTTP/1.1. */
export function ask(
  port: number,
  path: string,
  options: https.RequestOptions = {},
  body?: string | Buffer,
): Promise<Answer> {
  return new Promise((resolve, reject) => {
    const request = https.request(
      {
        host: "127.0.0.1",
        port,
        path,
        ca: testCertificates.ca,
        servername: "kubernetes.default.svc",
        agent: false,
        ...options,
      },
      (response) => {
        let received = "";
        response.setEncoding("utf8").on("data", (chunk: string) => (received += chunk));
        response.on("end", () =>
          resolve({ status: response.statusCode ?? 0, headers: response.headers, body: received }),
        );
        response.on("error", reject);
      },
    );
    request.on("error", reject);
    request.end(body);
  });
}

/** Asks over HTTP/2. */
export async function ask2(port: number, headers: Record<string, string>, body?: string): Promise<Answer> {
  const session = await rawHttp2(port);
  const stream = session.request(headers, { endStream: body === undefined });
  return new Promise((resolve, reject) => {
    let received = "";
    let answer: Omit<Answer, "body"> = { status: 0, headers: {} };
    stream.setEncoding("utf8").on("data", (chunk: string) => (received += chunk));
    stream.on("response", (given) => (answer = { status: Number(given[":status"]), headers: given }));
    stream.on("end", () => resolve({ ...answer, body: received }));
    stream.on("error", reject);
    if (body !== undefined) stream.end(body);
  });
}
