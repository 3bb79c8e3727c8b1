import { TransportError } from "../../wire/transport.ts";

/** The parts of a Kubernetes `Status` that a client acts on. */
export interface Status {
  readonly code?: number;
  readonly reason?: string;
  readonly message?: string;
  readonly details?: { readonly causes?: readonly { readonly reason?: string }[] };
}

/** The apiserver answered, but not with what was asked for. */
export class StatusError extends Error {
  /** HTTP status. */
  readonly code: number;
  readonly reason: string;
  readonly causes: readonly string[];

  constructor(code: number, reason: string, message: string, causes: readonly string[] = []) {
    super(message);
    this.name = "StatusError";
    this.code = code;
    this.reason = reason;
    this.causes = causes;
  }

  /** From the body of an answer, which need not be a Status (a proxy's, a broken server's). */
  static fromBody(code: number, body: string): StatusError {
    const status = parseStatus(body);
    return status === undefined
      ? new StatusError(code, "", `the server answered ${code}: ${body.slice(0, 200)}`)
      : StatusError.fromStatus(code, status);
  }

  /** From the object of a watch's ERROR event, or a parsed body. */
  static fromStatus(code: number, status: Status): StatusError {
    const causes = (status.details?.causes ?? []).map(({ reason }) => reason ?? "");
    return new StatusError(
      code,
      status.reason ?? "",
      status.message ?? `the server answered ${code}`,
      causes,
    );
  }

  /** What was asked for by resourceVersion is forgotten: list anew. */
  get expired(): boolean {
    return this.code === 410 || this.reason === "Expired" || this.reason === "Gone";
  }

  /** The server does not know the resourceVersion yet, as after it was set back. */
  get resourceVersionTooLarge(): boolean {
    return this.causes.includes("ResourceVersionTooLarge");
  }
}

function parseStatus(body: string): Status | undefined {
  try {
    const parsed: unknown = JSON.parse(body);
    return typeof parsed === "object" && parsed !== null && "kind" in parsed && parsed.kind === "Status"
      ? (parsed as Status)
      : undefined;
  } catch {
    return undefined;
  }
}

/** Whether an error is the apiserver's answer with this HTTP status. */
export function isStatus(error: unknown, code: number): boolean {
  return error instanceof StatusError && error.code === code;
}

/** What the apiserver, or the way to it, did wrong; everything else that is thrown is a mistake of ours. */
type RequestError = StatusError | TransportError;

export function isRequestError(error: unknown): error is RequestError {
  return error instanceof StatusError || error instanceof TransportError;
}
