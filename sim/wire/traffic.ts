import type net from "node:net";

/** One request on a connection and the answer to it, for as long as the answer is not complete. */
export interface Exchange {
  /** The answer has begun: its headers are sent. */
  answered: boolean;
  /** Bytes of the answer's body that have left the server. */
  bytesSent(): number;
  /** Nobody wants the rest of the answer. */
  end(reason: string): void;
}

/**
 * What has passed over one connection. The HTTP server writes it, since only it can tell requests from
 * encrypted bytes; a fault that cuts the connection reads it, to tell what the client can have noticed.
 */
export class Traffic {
  /** Requests whose answer is not complete. */
  readonly unfinished = new Set<Exchange>();
  /** HTTP/2: its clients do not repeat a request by themselves when the connection goes. */
  multiplexed = false;
  /** Requests that are over. */
  finished = 0;

  /** Its client is gone, or whoever serves it is. */
  endAll(reason: string): void {
    for (const exchange of this.unfinished) exchange.end(reason);
  }

  begin(exchange: Exchange): void {
    this.unfinished.add(exchange);
  }

  /** Does nothing for one that was finished before. */
  finish(exchange: Exchange): void {
    if (this.unfinished.delete(exchange)) this.finished += 1;
  }
}

const traffics = new WeakMap<net.Socket, Traffic>();

/** The traffic of a raw connection, empty at first. */
export function trafficOf(socket: net.Socket): Traffic {
  const known = traffics.get(socket);
  if (known !== undefined) return known;
  const traffic = new Traffic();
  traffics.set(socket, traffic);
  return traffic;
}

/** A connection that a fault has cut, as the server saw it. */
export interface CutConnection {
  /** Reused: a request had been served on it before. */
  readonly connection: "fresh" | "reused";
  /** Body bytes of the answers that it cut off. */
  readonly bytesSent: number;
  /** Requests without a complete answer. */
  readonly unfinished: number;
}

export function describeCut(traffic: Traffic): CutConnection {
  const unfinished = [...traffic.unfinished];
  return {
    connection: traffic.finished > 0 ? "reused" : "fresh",
    bytesSent: unfinished.reduce((sum, exchange) => sum + exchange.bytesSent(), 0),
    unfinished: unfinished.length,
  };
}
