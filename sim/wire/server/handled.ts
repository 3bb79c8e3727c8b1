import { type Handle, type HttpReply, type HttpRequest, type Via } from "../exchange.ts";

export type Log = (message: string) => void;

/** What `handle` answers; what it throws is logged, and becomes a 500 that tells the client nothing else. */
export function handled(
  handle: Handle,
  request: HttpRequest,
  via: Via,
  log: Log,
): HttpReply | Promise<HttpReply> {
  const failed = (error: unknown): HttpReply => {
    const reason = error instanceof Error ? (error.stack ?? error.message) : String(error);
    log(`${request.method} ${request.path} through ${via.listener} failed: ${reason}`);
    return plainReply(500, "Internal Server Error");
  };
  try {
    const reply = handle(request, via);
    return reply instanceof Promise ? reply.catch(failed) : reply;
  } catch (error) {
    return failed(error);
  }
}

/** A line of text for people, as Go's http.Error writes it. */
export function plainReply(status: number, message: string): HttpReply {
  return { status, headers: { "content-type": "text/plain; charset=utf-8" }, body: `${message}\n` };
}
