import net from "node:net";
import type { Address } from "../model/addresses.ts";
import { freeze, thaw } from "./effects/freeze.ts";
import { ListenError } from "./server/listen-error.ts";
import type { ListenerFaults } from "./effects/listener-faults.ts";
import type { Mode } from "./effects/listener-mode.ts";
import { ServedConnection, setConnectionOf, type ConnectionState } from "./server/served-connection.ts";
import type { StalledAddress, StalledListeners } from "./effects/stalled-listeners.ts";

interface GateOptions {
  /** Port 0 takes a free one; `Gate.address` tells which. */
  readonly address: Address;
  /** Takes over a connection that was let in; the gate still owns its socket. */
  readonly deliver: (socket: net.Socket) => void;
}

/**
 * A listener at one address that faults can act on.
 *
 * Its owner opens and closes it; faults shut it, stall it and release it. It listens while it is opened and
 * released, so that the two need not know of each other. The raw sockets are kept, because only they can be
 * reset: on a TLSSocket resetAndDestroy() throws.
 */
export class Gate {
  /** The faults on requests that come through it. */
  faults: ListenerFaults | undefined;
  readonly #deliver: (socket: net.Socket) => void;
  readonly #connections = new Map<net.Socket, ServedConnection>();
  #address: Address;
  #server: net.Server | undefined;
  #stalled: StalledAddress | undefined;
  #opened = false;
  #mode: Mode = "open";
  #stalls: StalledListeners | undefined;
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

  get connections(): Iterable<ServedConnection> {
    return this.#connections.values();
  }

  /** Begins to listen, or will when it is released. Throws ListenError. */
  open(): Promise<void> {
    return this.#inTurn(async () => {
      this.#opened = true;
      await this.#settle();
    });
  }

  /** Stops listening and ends every connection. */
  close(): Promise<void> {
    return this.#inTurn(async () => {
      this.#opened = false;
      for (const socket of this.#connections.keys()) socket.destroy();
      await this.#settle();
    });
  }

  /** Stops listening, so that connecting is refused, and resets every connection. */
  shut(): Promise<ConnectionState[]> {
    return this.#inTurn(async () => {
      this.#mode = "shut";
      this.#stopListening();
      const cut = this.#living().map((connection) => connection.reset());
      await this.#settle();
      return cut;
    });
  }

  /** Lets nothing through either way: connecting hangs, and every connection falls silent. Throws ListenError. */
  stall(stalls: StalledListeners): Promise<ConnectionState[]> {
    return this.#inTurn(async () => {
      this.#mode = "stalled";
      this.#stalls = stalls;
      this.#stopListening();
      const silent = this.#living().map((connection) => connection.stall());
      await this.#settle();
      return silent;
    });
  }

  /** Undoes `shut` and `stall`: listens again at the same address if it was opened. Throws ListenError. */
  release(): Promise<void> {
    return this.#inTurn(async () => {
      const wasStalled = this.#mode === "stalled";
      this.#mode = "open";
      if (wasStalled) for (const connection of this.#living()) connection.thaw();
      await this.#settle();
    });
  }

  #inTurn<T>(act: () => Promise<T>): Promise<T> {
    const result = this.#turn.then(act);
    this.#turn = result.catch(() => undefined);
    return result;
  }

  async #settle(): Promise<void> {
    const listens = this.#opened && this.#mode === "open";
    const stalls = this.#opened && this.#mode === "stalled";
    if (!listens) this.#stopListening();
    if (!stalls) {
      await this.#stalled?.release();
      this.#stalled = undefined;
    }
    if (listens) await this.#listen();
    if (stalls) this.#stalled ??= await this.#stalls?.stall(this.#address);
  }

  async #listen(): Promise<void> {
    if (this.#server !== undefined) return;
    const server = net.createServer({ noDelay: true }, (socket) => this.#accept(socket));
    await listening(server, this.#address);
    this.#server = server;
    this.#address = { ip: this.#address.ip, port: (server.address() as net.AddressInfo).port };
  }

  /** Node closes the listening socket before `close` returns: from here on the kernel refuses. */
  #stopListening(): void {
    this.#server?.close();
    this.#server = undefined;
  }

  #accept(socket: net.Socket): void {
    const control = {
      reset: () => void socket.resetAndDestroy(),
      freeze: () => freeze(socket),
      thaw: () => thaw(socket),
    };
    const connection = new ServedConnection(control, () => this.faults);
    setConnectionOf(socket, connection);
    this.#connections.set(socket, connection);
    // Whoever reads the connection hears of its errors; here they only must not end the process.
    socket.on("error", () => undefined);
    socket.once("close", () => this.#connections.delete(socket));
    this.#deliver(socket);
  }

  #living(): ServedConnection[] {
    return [...this.#connections].filter(([socket]) => !socket.destroyed).map(([, connection]) => connection);
  }
}

function listening(server: net.Server, address: Address): Promise<void> {
  return new Promise((resolve, reject) => {
    server.once("error", (error) => reject(new ListenError(address, error)));
    server.listen({ host: address.ip, port: address.port }, () => {
      // Later errors are of accept(), such as too many open files: the client in question is turned away.
      server.on("error", () => undefined);
      resolve();
    });
  });
}
