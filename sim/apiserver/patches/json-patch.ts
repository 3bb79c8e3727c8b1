import { applyPatch, type Operation } from "rfc6902";
import { isRecord } from "../field-access.ts";
import { ApiError, badRequest } from "../status.ts";

const mostOperations = 10_000;

/**
 * A JSON Patch (RFC 6902): all its operations or, when one cannot be done or a test fails, none.
 * Throws ApiError 400 for what is no JSON Patch, 413 for too long a one, 422 for one that does not fit `target`.
 */
export function jsonPatch(target: unknown, patch: unknown): unknown {
  const operations = operationsIn(patch);
  const document: unknown = structuredClone(target);
  for (const operation of operations) {
    for (const pointer of [operation.path, "from" in operation ? operation.from : ""])
      checkPointer(document, pointer);
    const problem = tryOperation(document, operation);
    if (problem !== undefined) throw rejected(`${JSON.stringify(operation)}: ${problem}`);
  }
  return document;
}

function operationsIn(patch: unknown): readonly Operation[] {
  if (!Array.isArray(patch)) throw badRequest("a JSON Patch must be a list of operations");
  if (patch.length > mostOperations) {
    throw new ApiError(
      413,
      "RequestEntityTooLarge",
      `The allowed maximum operations in a JSON patch is ${mostOperations}, got ${patch.length}`,
    );
  }
  return patch.map((operation: unknown) => {
    const valid =
      isRecord(operation) &&
      typeof operation["op"] === "string" &&
      typeof operation["path"] === "string" &&
      ["string", "undefined"].includes(typeof operation["from"]);
    if (!valid) throw badRequest(`not an operation of a JSON Patch: ${JSON.stringify(operation)}`);
    return operation as unknown as Operation;
  });
}

function tryOperation(document: unknown, operation: Operation): string | undefined {
  try {
    return applyPatch(document, [operation])[0]?.message;
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  }
}

/**
 * The library follows names that a value merely inherits (`/metadata/toString/call`), and would write to what
 * every other request shares. Only a document's own members may be on the way.
 */
function checkPointer(document: unknown, pointer: string): void {
  const tokens = pointer
    .split("/")
    .slice(1)
    .map((token) => token.replaceAll("~1", "/").replaceAll("~0", "~"));
  let at = document;
  tokens.forEach((token, index) => {
    const last = index === tokens.length - 1;
    const fits = Array.isArray(at)
      ? /^(?:0|[1-9]\d*)$/.test(token) || (last && token === "-")
      : isRecord(at) && token !== "__proto__" && (last || Object.hasOwn(at, token));
    if (!fits) throw rejected(`doc is missing path ${JSON.stringify(pointer)}`);
    at = (at as Readonly<Record<string, unknown>>)[token];
  });
}

function rejected(why: string): ApiError {
  return new ApiError(
    422,
    "Invalid",
    `the server rejected our request due to an error in our request: ${why}`,
    { details: {} },
  );
}
