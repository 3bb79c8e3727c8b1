/** An ERROR event as an apiserver ends a watch with: one line of JSON. */
export function errorLine(code: number, reason: string, message: string): string {
  const status = {
    kind: "Status",
    apiVersion: "v1",
    metadata: {},
    status: "Failure",
    message,
    reason,
    code,
  };
  return `${JSON.stringify({ type: "ERROR", object: status })}\n`;
}

/** What an apiserver says whose history no longer reaches back to where a watch is: list anew. */
export const expiredLine = errorLine(
  410,
  "Expired",
  "The resourceVersion for the provided watch is too old.",
);
