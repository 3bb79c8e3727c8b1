import type { ServerResponse } from "node:http";
import type { Outlet } from "./outlet.ts";

/**
 * Longer bodies are written in pieces of this size, each when the one before has gone: Node's TLS keeps as much
 * memory for a connection as its largest write took, for as long as the connection lives.
 */
const pieceBytes = 32 * 1024;

/** Writes an answer to an HTTP response, of 1.1 or 2. */
export function httpOutlet(response: ServerResponse): Outlet {
  let resume: (() => void) | undefined;
  let laterBytes = () => 0;
  response.on("drain", () => resume?.());
  // A write that the client was no longer there for; its leaving is heard of as `close`.
  response.on("error", () => undefined);
  return {
    begin: (status, headers) => {
      response.writeHead(status, headers);
      response.flushHeaders();
    },
    send: (status, headers, body) => {
      response.writeHead(status, headers);
      if (typeof body !== "object" || body.byteLength <= pieceBytes) response.end(body);
      else laterBytes = endInPieces(response, body);
    },
    write: (chunk) => response.write(chunk),
    onDrain: (given) => (resume = given),
    end: () => void response.end(),
    waitingBytes: () => response.writableLength + laterBytes(),
    // Without an error Node ends an HTTP/2 stream as if it were complete.
    destroy: () => void response.destroy(new Error("the answer is broken off")),
  };
}

/** Returns how many bytes have not been written yet. */
function endInPieces(response: ServerResponse, body: Uint8Array): () => number {
  let written = 0;
  const writeNext = (error?: Error | null) => {
    if (error != null || response.destroyed) return;
    const piece = body.subarray(written, written + pieceBytes);
    written += piece.byteLength;
    if (written < body.byteLength) response.write(piece, writeNext);
    else response.end(piece);
  };
  writeNext();
  return () => body.byteLength - written;
}
