import type { EventStream, HttpReply } from "../wire/exchange.ts";
import type { ApiError } from "./status.ts";

export const json = "application/json";

type Headers = Readonly<Record<string, string>>;

export function jsonReply(status: number, body: string, headers: Headers = {}): HttpReply {
  return { status, headers: { "content-type": json, ...headers }, body };
}

export function textReply(status: number, body: string): HttpReply {
  return {
    status,
    headers: { "content-type": "text/plain; charset=utf-8", "x-content-type-options": "nosniff" },
    body,
  };
}

/** What a real API server says to a path that belongs to nothing it knows. */
export function pathNotFound(): HttpReply {
  return textReply(404, "404 page not found\n");
}

export function errorReply({ status }: ApiError): HttpReply {
  const retryAfter = status.details?.retryAfterSeconds;
  return jsonReply(
    status.code,
    JSON.stringify(status),
    retryAfter === undefined ? {} : { "retry-after": String(retryAfter) },
  );
}

export function streamReply(body: EventStream): HttpReply {
  return { status: 200, headers: { "content-type": json }, body };
}
