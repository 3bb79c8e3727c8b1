import type { HttpReply } from "../../sim/wire/exchange.ts";

/** An answer that has to be there without waiting. */
export function atOnce(reply: HttpReply | Promise<HttpReply>): HttpReply {
  if (reply instanceof Promise) throw new Error("expected an answer at once, got a promise of one");
  return reply;
}
