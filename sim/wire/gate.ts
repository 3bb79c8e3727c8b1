import net from "node:net";
import type { Address } from "../model/addresses.ts";
import { ListenError } from "./listen-error.ts";
import { describeCut, trafficOf, type CutConnection } from "./traffic.ts";

export interface GateOptions {
  /** Port 0 takes a free one; `Gate.address` tells which. */
  readonly address: Address;
  /** Takes over a connection that was let in; the gate still owns its socket. */
  readonly deliver: (socket: net.Socket) => void;
}

/**
 * A listener at one address that faults can act on.
 *
 * Its owner opens and closes it; a fault shuts and releases it. It listens while it is opened and not shut,
 * so that the two need not know of each other. The raw sockets are kept, because only they can be reset: on
 * a TLSSocket resetAndDestroy() throws.
 */
export class Gate {
  readonly #deliver: (socket: net.Socket) => void;
  readonly #sockets = new Set<net.Socket>();
  #address: Address;
  #server: net.Server | undefined;
  #opened = false;
  #shut = false;
  /** What was asked for before is done first. */
  #turn: Promise<unknown> = Promise.resolve();

  constructor(options: GateOptions) {
    this.#address = options.address;
    this.#deliver = options.deliver;
  }

  /** Where it listens; with the real port from the first time it did. */
  get address(): Address {
    return this.#address;
  }

  /** Begins to listen, or will when it is released. Throws ListenError. */
  open(): Promise<void> {
    return this.#inTurn(async () => {
      this.#opened = true;
      await this.#listenIfWanted();
    });
  }

  /** Stops listening, so that connecting is refused, and resets every connection. */
  shut(): Promise<CutConnection[]> {
    return this.#inTurn(() => {
      this.#shut = true;
      this.#stopListening();
      return [...this.#sockets].filter((socket) => !socket.destroyed).map(reset);
    });
  }

  /** The opposite of `shut`: listens again at the same address if it was opened. Throws ListenError. */
  release(): Promise<void> {
    return this.#inTurn(async () => {
      this.#shut = false;
      await this.#listenIfWanted();
    });
  }

  /** Stops listening and ends every connection. */
  close(): Promise<void> {
    return this.#inTurn(() => {
      this.#opened = false;
      this.#stopListening();
      for (const socket of this.#sockets) socket.destroy();
    });
  }

  #inTurn<T>(act: () => T | Promise<T>): Promise<T> {
    const result = this.#turn.then(act);
    this.#turn = result.catch(() => undefined);
    return result;
  }

  async #listenIfWanted(): Promise<void> {
    if (!this.#opened || this.#shut || this.#server !== undefined) return;
    const server = net.createServer({ noDelay: true }, (socket) => this.#accept(socket));
    await listen(server, this.#address);
    this.#server = server;
    this.#address = { ip: this.#address.ip, port: (server.address() as net.AddressInfo).port };
  }

  /** Node closes the listening socket before `close` returns: from here on the kernel refuses. */
  #stopListening(): void {
    this.#server?.close();
    this.#server = undefined;
  }

  #accept(socket: net.Socket): void {
    this.#sockets.add(socket);
    // Whoever reads the connection hears of its errors; here they only must not end the process.
    socket.on("error", () => undefined);
    socket.once("close", () => this.#sockets.delete(socket));
    this.#deliver(socket);
  }
}

function reset(socket: net.Socket): CutConnection {
  const cut = describeCut(trafficOf(socket));
  socket.resetAndDestroy();
  return cut;
}

function listen(server: net.Server, address: Address): Promise<void> {
  return new Promise((resolve, reject) => {
    server.once("error", (error) => reject(new ListenError(address, error)));
    server.listen({ host: address.ip, port: address.port }, () => {
      // Later errors are of accept(), such as too many open files: the client in question is turned away.
      server.on("error", () => undefined);
      resolve();
    });
  });
}
