import { TransportError, type Response } from "../../wire/transport.ts";

/** How often client-go repeats one request before it gives its caller the failure. */
export const maxRetries = 10;
/** How long it waits before it repeats a request that had no answer. */
const retryDelaySeconds = 1;

/**
 * After how many seconds client-go repeats a request by itself; undefined when it does not. An answer of
 * 429 or 5xx is repeated if it has a Retry-After. A missing answer is repeated for requests that are safe
 * to repeat, and never when the connection was refused.
 *
 * Source: client-go rest/with_retry.go, and the two isErrRetryableFunc of rest/request.go
 */
export function retryAfterSeconds(
  outcome: Pick<Response, "status" | "headers"> | TransportError,
  request: "read" | "write" | "watch",
): number | undefined {
  if (outcome instanceof TransportError) {
    return isRepeated(outcome, request) ? retryDelaySeconds : undefined;
  }
  if (outcome.status !== 429 && outcome.status < 500) return undefined;
  const seconds = outcome.headers["retry-after"] ?? "";
  return /^\d+$/.test(seconds) ? Number(seconds) : undefined;
}

/**
 * A reset, or an end before the answer. A connection that its health check gave up is tried again for a
 * read, as are time-outs for a watch: client-go tells the two apart by the message.
 */
export function isRepeated({ code, message }: TransportError, request: "read" | "write" | "watch"): boolean {
  if (request === "write") return false;
  if (code !== "timeout") return code === "reset" || code === "closed";
  return message.includes("client connection lost") === (request === "read");
}
