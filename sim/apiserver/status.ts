import type { Kind } from "../store/kinds.ts";
import { StoreError } from "../store/errors.ts";

/** One of several reasons for a failure: which field, and what is wrong with it. */
export interface StatusCause {
  readonly reason?: string;
  readonly message?: string;
  readonly field?: string;
}

interface StatusDetails {
  readonly name?: string;
  readonly group?: string;
  /** The resource (plural), or for Invalid the kind: as a real API server fills it. */
  readonly kind?: string;
  readonly uid?: string;
  readonly causes?: readonly StatusCause[];
  readonly retryAfterSeconds?: number;
}

/** The body with which an API server says how a request ended. */
export interface Status {
  readonly kind: "Status";
  readonly apiVersion: "v1";
  readonly metadata: { readonly resourceVersion?: string; readonly continue?: string };
  readonly status: "Success" | "Failure";
  readonly message?: string;
  readonly reason?: string;
  readonly details?: StatusDetails;
  readonly code: number;
}

/** A request that is answered with a failure Status. */
export class ApiError extends Error {
  readonly status: Status;

  constructor(
    code: number,
    reason: string | undefined,
    message: string,
    more: { details?: StatusDetails; metadata?: Status["metadata"] } = {},
  ) {
    super(message);
    this.name = "ApiError";
    this.status = {
      kind: "Status",
      apiVersion: "v1",
      metadata: more.metadata ?? {},
      status: "Failure",
      message,
      ...(reason === undefined ? {} : { reason }),
      ...(more.details === undefined ? {} : { details: more.details }),
      code,
    };
  }
}

/** How messages and details name a resource. */
interface ResourceRef {
  readonly group: string;
  readonly plural: string;
}

export function qualifiedName({ group, plural }: ResourceRef): string {
  return group === "" ? plural : `${plural}.${group}`;
}

export function detailsOf({ group, plural }: ResourceRef, name?: string): StatusDetails {
  return {
    ...(name === undefined || name === "" ? {} : { name }),
    ...(group === "" ? {} : { group }),
    kind: plural,
  };
}

export function badRequest(message: string): ApiError {
  return new ApiError(400, "BadRequest", message);
}

export function unauthorized(): ApiError {
  return new ApiError(401, "Unauthorized", "Unauthorized");
}

export function notFound(resource: ResourceRef, name: string): ApiError {
  return new ApiError(404, "NotFound", `${qualifiedName(resource)} "${name}" not found`, {
    details: detailsOf(resource, name),
  });
}

/** For a path inside a served group that leads to no resource. */
export function unknownResource(): ApiError {
  return new ApiError(404, "NotFound", "the server could not find the requested resource", { details: {} });
}

export function methodNotAllowed(): ApiError {
  return new ApiError(
    405,
    "MethodNotAllowed",
    "the server does not allow this method on the requested resource",
    { details: {} },
  );
}

export function notAcceptable(accepted: readonly string[]): ApiError {
  return new ApiError(
    406,
    "NotAcceptable",
    `only the following media types are accepted: ${accepted.join(", ")}`,
  );
}

export function unsupportedMediaType(contentType: string, supported: readonly string[]): ApiError {
  return new ApiError(
    415,
    "UnsupportedMediaType",
    `the body of the request was in an unknown format (${contentType || "no Content-Type"}) - accepted media types include: ${supported.join(", ")}`,
  );
}

function alreadyExists(resource: ResourceRef, name: string): ApiError {
  return new ApiError(409, "AlreadyExists", `${qualifiedName(resource)} "${name}" already exists`, {
    details: detailsOf(resource, name),
  });
}

/** @param why what stands in the way, as in "the object has been modified; please …" */
export function conflict(resource: ResourceRef, name: string, why: string): ApiError {
  return new ApiError(
    409,
    "Conflict",
    `Operation cannot be fulfilled on ${qualifiedName(resource)} "${name}": ${why}`,
    { details: detailsOf(resource, name) },
  );
}

export const modifiedMeanwhile =
  "the object has been modified; please apply your changes to the latest version and try again";

/** A resourceVersion that is no longer, or not yet, to be had: the client has to list anew. */
export function expired(message: string, metadata: Status["metadata"] = {}): ApiError {
  return new ApiError(410, "Expired", message, { metadata });
}

export function tooOldResourceVersion(asked: number, oldest: number): ApiError {
  return expired(`too old resource version: ${asked} (${oldest})`);
}

/** @param kind `Pod.v1`-like naming is left to kubectl; group and kind go into the details. */
export function invalid(
  { group, kind }: { readonly group: string; readonly kind: string },
  name: string,
  causes: readonly StatusCause[],
): ApiError {
  const problems = causes.map(({ field, message = "" }) =>
    field === undefined ? message : `${field}: ${message}`,
  );
  const list = problems.length === 1 ? (problems[0] ?? "") : `[${problems.join(", ")}]`;
  const qualified = group === "" ? kind : `${kind}.${group}`;
  return new ApiError(422, "Invalid", `${qualified} "${name}" is invalid: ${list}`, {
    details: {
      ...(name === "" ? {} : { name }),
      ...(group === "" ? {} : { group }),
      kind,
      causes,
    },
  });
}

/** @param retryAfterSeconds sent to clients that are to try again by themselves */
export function tooLargeResourceVersion(
  asked: number,
  current: number,
  retryAfterSeconds?: number,
): ApiError {
  return new ApiError(504, "Timeout", `Too large resource version: ${asked}, current: ${current}`, {
    details: {
      causes: [{ reason: "ResourceVersionTooLarge", message: "Too large resource version" }],
      ...(retryAfterSeconds === undefined ? {} : { retryAfterSeconds }),
    },
  });
}

export function internalError(error: unknown): ApiError {
  const message = error instanceof Error ? error.message : String(error);
  return new ApiError(500, "InternalError", `Internal error occurred: ${message}`, {
    details: { causes: [{ message }] },
  });
}

/** Whatever was thrown while a request was served, as the failure it is answered with. */
export function apiErrorOf(error: unknown): ApiError {
  if (error instanceof ApiError) return error;
  if (!(error instanceof StoreError)) return internalError(error);
  const resource: Kind | undefined = error.kind;
  const name = error.objectName ?? "";
  if (resource === undefined) return internalError(error);
  switch (error.reason) {
    case "NotFound":
      return notFound(resource, name);
    case "AlreadyExists":
      return alreadyExists(resource, name);
    case "Conflict":
      return conflict(resource, name, modifiedMeanwhile);
    case "Expired":
      return expired(error.message);
  }
}
