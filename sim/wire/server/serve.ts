import { STATUS_CODES } from "node:http";
import type { Handle, HttpReply, HttpRequest, Via } from "../exchange.ts";
import { handled, type Log } from "./handled.ts";
import type { ServedConnection } from "./served-connection.ts";
import type { ServedExchange } from "./served-exchange.ts";

/** What answers requests, on either wire. */
export interface Service {
  readonly handle: Handle;
  /** Says in the server's own words that a request is not answered as usual. */
  readonly refusal: (status: number, message: string) => HttpReply;
  readonly log: Log;
}

/** Answers a request that came `via` a listener as `handle` does, unless a fault on its way strikes it. */
export function serve(
  exchange: ServedExchange,
  request: HttpRequest,
  connection: ServedConnection,
  via: Via,
  { handle, refusal, log }: Service,
): void {
  function proceed(path: string): void {
    const reply = handled(handle, { ...request, path }, via, log);
    if (reply instanceof Promise) void reply.then((late) => exchange.answer(late));
    else exchange.answer(reply);
  }
  function respond(status: number, headers: Readonly<Record<string, string>>): void {
    const reply = refusal(status, STATUS_CODES[status] ?? "");
    exchange.answer({ ...reply, headers: { ...reply.headers, ...headers } });
  }
  const { faults } = connection;
  if (faults === undefined) proceed(request.path);
  else faults.meet({ exchange, connection, path: request.path, proceed, respond });
}
