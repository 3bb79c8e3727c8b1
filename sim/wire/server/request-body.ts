import type { Readable } from "node:stream";

/** More than this nobody needs to write; the API server's own limit for a resource is 3 MiB as well. */
export const bodyLimitBytes = 3 * 1024 * 1024;

/** A request whose body is longer than `bodyLimitBytes`. */
export class BodyTooLargeError extends Error {}

/**
 * The whole body as it is, whatever its content type says; undefined when there is none. Throws
 * BodyTooLargeError, and Error when the client leaves before it is complete.
 */
export function readBody(request: Readable): Promise<Uint8Array | undefined> {
  return new Promise((resolve, reject) => {
    const chunks: Buffer[] = [];
    let length = 0;
    request.on("data", (chunk: Buffer) => {
      length += chunk.length;
      if (length <= bodyLimitBytes) {
        chunks.push(chunk);
        return;
      }
      // The rest is read and thrown away: a client that is still sending would not see the answer otherwise.
      chunks.length = 0;
      reject(new BodyTooLargeError(`Request entity too large: limit is ${bodyLimitBytes}`));
    });
    request.once("end", () => resolve(length === 0 ? undefined : Buffer.concat(chunks)));
    request.on("error", reject);
    request.once("close", () => reject(new Error("the client left before its request was complete")));
  });
}
