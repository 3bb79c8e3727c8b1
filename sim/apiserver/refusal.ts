import type { HttpReply } from "../wire/exchange.ts";
import { errorReply } from "./reply.ts";
import { ApiError } from "./status.ts";

/** The answer to a request that never gets as far as `handle`: a Status with the reason that goes with the code. */
export function refusal(status: number, message: string): HttpReply {
  return errorReply(new ApiError(status, reasonOf(status), message));
}

function reasonOf(status: number): string {
  return reasons.get(status) ?? (status >= 500 ? "InternalError" : "BadRequest");
}

/** Clients go by these more than by the code: that a 410 says to list anew they know by its reason. */
const reasons: ReadonlyMap<number, string> = new Map([
  [401, "Unauthorized"],
  [403, "Forbidden"],
  [404, "NotFound"],
  [405, "MethodNotAllowed"],
  [406, "NotAcceptable"],
  [409, "Conflict"],
  [410, "Expired"],
  [413, "RequestEntityTooLarge"],
  [415, "UnsupportedMediaType"],
  [422, "Invalid"],
  [429, "TooManyRequests"],
  [503, "ServiceUnavailable"],
  [504, "Timeout"],
]);
