import type { ServerResponse } from "node:http";
import type { Outlet } from "./outlet.ts";

/** Writes an answer to an HTTP response, of 1.1 or 2. */
export function httpOutlet(response: ServerResponse): Outlet {
  let resume: (() => void) | undefined;
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
      response.end(body);
    },
    write: (chunk) => response.write(chunk),
    onDrain: (given) => (resume = given),
    end: () => void response.end(),
    waitingBytes: () => response.writableLength,
    // Without an error Node ends an HTTP/2 stream as if it were complete.
    destroy: () => void response.destroy(new Error("the answer is broken off")),
  };
}
