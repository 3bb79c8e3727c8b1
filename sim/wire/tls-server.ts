import { METHODS, type IncomingMessage, type ServerResponse } from "node:http";
import type https from "node:https";
import type net from "node:net";
import fastify, { type FastifyInstance } from "fastify";
import { formatAddress } from "../model/addresses.ts";
import type { KeyPair } from "./channel.ts";
import type { Handle, HttpReply, HttpRequest, Via } from "./exchange.ts";
import { clientCertificateOf } from "./server/client-certificate.ts";
import { plainReply, type Log } from "./server/handled.ts";
import { httpOutlet } from "./server/http-outlet.ts";
import { BodyTooLargeError, readBody } from "./server/request-body.ts";
import { serve } from "./server/serve.ts";
import { connectionOf, type ServedConnection } from "./server/served-connection.ts";
import { ServedExchange } from "./server/served-exchange.ts";

export interface TlsServerOptions {
  readonly serving: KeyPair;
  /** HTTP/2 and 1.1, as the client prefers; else HTTP/1.1 alone. */
  readonly http2: boolean;
  /** PEM. Who signs users: with it clients are asked for certificates, which they may have or not. */
  readonly clientAuthority?: string;
  readonly handle: Handle;
  /** How to say that a request cannot be taken at all (400, 404, 413); default: a line of text. */
  readonly refusal?: (status: number, message: string) => HttpReply;
  /** Takes what `handle` threw; default: standard error. */
  readonly log?: Log;
}

/** A server that listens nowhere: gates deliver connections to it. */
export interface TlsServer {
  deliver(socket: net.Socket): void;
  /** Tells every stream that it is over, and ends every connection. */
  close(): Promise<void>;
}

interface OpenConnection {
  readonly socket: net.Socket;
  readonly connection: ServedConnection;
  readonly listener: string;
  /** Known from the first request on. */
  via?: Via;
}

/** The one adapter between `handle` and HTTP. */
export async function buildTlsServer(options: TlsServerOptions): Promise<TlsServer> {
  const open = new Map<string, OpenConnection>();
  const app = buildApp(options);
  const { handle, refusal = plainReply, log = console.error } = options;
  const service = { handle, refusal, log };

  async function take(raw: IncomingMessage, response: ServerResponse, path: string): Promise<void> {
    const known = open.get(pathOf(raw.socket));
    if (known === undefined) return;
    const { connection } = known;
    const via = (known.via ??= viaOf(known.listener, raw.socket));
    connection.multiplexed = raw.httpVersionMajor === 2;
    const method = raw.method ?? "GET";
    const exchange = new ServedExchange({ method, path }, httpOutlet(response), connection, service.log);
    // Of the response, because the request's own `close` comes as soon as its body has been read.
    response.once("close", () => exchange.end("client gone"));
    try {
      const body = await readBody(raw);
      const request = { method, path, headers: headersOf(raw), ...(body === undefined ? {} : { body }) };
      serve(exchange, request, connection, via, service);
    } catch (error) {
      // Otherwise the client has left before it had asked.
      if (error instanceof BodyTooLargeError) exchange.answer(service.refusal(413, error.message));
    }
  }

  app.all("/", (request, reply) => {
    reply.hijack();
    void take(request.raw, reply.raw, request.originalUrl);
  });
  // Left for Fastify itself to refuse: methods that HTTP/2 lets through and Node has never heard of.
  app.setErrorHandler((error: { statusCode?: number; message: string }, request, reply) => {
    const { status, headers, body } = refusal(error.statusCode ?? 500, error.message);
    void reply.code(status).headers(headers).send(body);
  });
  await app.ready();

  return {
    deliver(socket) {
      const key = pathOf(socket);
      const listener = formatAddress({ ip: socket.localAddress ?? "", port: socket.localPort ?? 0 });
      const connection = connectionOf(socket);
      open.set(key, { socket, connection, listener });
      socket.once("close", () => {
        open.delete(key);
        connection.endAll("client gone");
      });
      app.server.emit("connection", socket);
    },
    async close() {
      for (const { socket, connection } of open.values()) {
        connection.endAll("the server is closing");
        socket.destroy();
      }
      await app.close();
    },
  };
}

/** Fastify as a plain server: one route for everything, no body parsing, no time-out that could end a watch. */
function buildApp({ serving, http2, clientAuthority }: TlsServerOptions): FastifyInstance<https.Server> {
  const asking =
    clientAuthority === undefined
      ? {}
      : { ca: clientAuthority, requestCert: true, rejectUnauthorized: false };
  const https = { key: serving.key, cert: serving.certificate, ...asking };
  // The path is for `handle` alone; what the router cannot decode must not matter.
  const common = { rewriteUrl: () => "/", exposeHeadRoutes: false };
  const app = http2
    ? // Node gives HTTP/2 the interface of its HTTP/1.1 server, which is all that is used here.
      (fastify({
        ...common,
        http2: true,
        https: { ...https, allowHTTP1: true, maxSessionMemory: sessionMemoryMegabytes },
        http2SessionTimeout: 0,
      }) as unknown as FastifyInstance<https.Server>)
    : fastify({ ...common, https });
  for (const method of METHODS) app.addHttpMethod(method, { hasBody: false, overrideExisting: true });
  return app;
}

/** Node refuses new requests on an HTTP/2 connection with more than this waiting to be read: a few large lists. */
const sessionMemoryMegabytes = 256;

function viaOf(listener: string, socket: net.Socket): Via {
  const clientCertificate = clientCertificateOf(socket);
  return { listener, ...(clientCertificate === undefined ? {} : { clientCertificate }) };
}

/** Both ends of a connection: the same for the raw socket and for what TLS and HTTP/2 make of it. */
function pathOf(socket: net.Socket): string {
  return `${socket.remoteAddress}:${socket.remotePort}-${socket.localAddress}:${socket.localPort}`;
}

function headersOf(raw: IncomingMessage): HttpRequest["headers"] {
  const headers: Record<string, string | undefined> = {};
  for (const [name, value] of Object.entries(raw.headers)) {
    if (!name.startsWith(":")) headers[name] = Array.isArray(value) ? value.join(", ") : value;
  }
  headers["host"] ??= raw.headers[":authority"] as string | undefined;
  return headers;
}
