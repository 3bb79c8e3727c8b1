import type net from "node:net";

/** What of a socket's handle is needed: reading is stopped below TLS and HTTP/2, which both read by themselves. */
interface Handle {
  readStop(): number;
  readStart(): number;
}

/**
 * Stops reading from a raw socket whatever has been put on top of it, so that not even a ping is answered.
 *
 * Node has no public way to: pause() stops a stream that TLS has taken the handle away from.
 */
export function freeze(socket: net.Socket): void {
  handleOf(socket)?.readStop();
}

export function thaw(socket: net.Socket): void {
  handleOf(socket)?.readStart();
}

function handleOf(socket: net.Socket): Handle | null | undefined {
  return (socket as unknown as { _handle?: Handle | null })._handle;
}
