import { badRequest } from "../status.ts";

/** Where a list that was cut into pages goes on. */
export interface ContinueToken {
  /** All pages show the state at this resourceVersion; 0 stands for the present one. */
  readonly resourceVersion: number;
  /** `namespace/name` of the last object of the page before. */
  readonly after: string;
}

export function encodeContinueToken({ resourceVersion, after }: ContinueToken): string {
  return Buffer.from(JSON.stringify({ v: 1, rv: resourceVersion, after })).toString("base64url");
}

/** Throws ApiError 400 for a token that this server did not make. */
export function decodeContinueToken(token: string): ContinueToken {
  const { v, rv, after } = fieldsOf(token);
  if (v !== 1 || !Number.isSafeInteger(rv) || (rv as number) < 0 || typeof after !== "string")
    throw notValid();
  return { resourceVersion: rv as number, after };
}

function fieldsOf(token: string): Record<string, unknown> {
  try {
    const value: unknown = JSON.parse(Buffer.from(token, "base64url").toString());
    if (typeof value === "object" && value !== null) return { ...value };
  } catch {
    // Said below, as for any other text that is no token.
  }
  throw notValid();
}

function notValid() {
  return badRequest(
    "continue key is not valid: use the value of metadata.continue of the page before, unchanged",
  );
}
