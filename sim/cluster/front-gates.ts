import type net from "node:net";
import type { Address } from "../model/addresses.ts";
import { podKind } from "../store/objects/pod.ts";
import type { Store } from "../store/store.ts";
import type { FaultInterpreter } from "../wire/fault-interpreter.ts";
import { Gate } from "../wire/gate.ts";

/** What serves the connections that come in. */
interface ConnectionServer {
  deliver(socket: net.Socket): void;
}

/** The apiserver's listeners: one for users, and one for each client that has a way of its own to it. */
export class FrontGates {
  readonly #interpreter: FaultInterpreter;
  readonly #gates = new Map<string, Gate>();
  readonly #server: Promise<ConnectionServer>;
  /** Says what serves the connections; until it is called no listener opens. */
  readonly serveWith: (server: ConnectionServer) => void;

  constructor(interpreter: FaultInterpreter) {
    this.#interpreter = interpreter;
    let serveWith: (server: ConnectionServer) => void = () => undefined;
    this.#server = new Promise((resolve) => (serveWith = resolve));
    this.serveWith = serveWith;
  }

  /** Opens a listener, unless there is one of this key. `from` is who alone comes through it. */
  async open(key: string, address: Address, from?: string): Promise<void> {
    if (this.#gates.has(key)) return;
    const server = await this.#server;
    const gate = new Gate({ address, deliver: (socket) => server.deliver(socket) });
    this.#gates.set(key, gate);
    this.#interpreter.add(gate, { ...(from === undefined ? {} : { from }), to: "apiserver" });
    await gate.open();
  }

  async close(key: string): Promise<void> {
    const gate = this.#gates.get(key);
    if (gate === undefined) return;
    this.#gates.delete(key);
    this.#interpreter.remove(gate);
    await gate.close();
  }

  /** A pod's own listener, by its uid, goes with the pod. */
  closeWithPodsOf(store: Store): void {
    store.subscribe(({ kind, type, object }) => {
      if (kind === podKind && type === "DELETED") void this.close(object.metadata.uid);
    });
  }
}
