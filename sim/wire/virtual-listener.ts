import { Holders } from "./holders.ts";
import type { Ends, ServerLedger } from "./server-ledger.ts";
import { describeCut } from "./traffic.ts";
import type { VirtualConnection } from "./virtual-connection.ts";

/** A listener on the virtual wire: the connections that were made through it, and the faults that act on it. */
export class VirtualListener {
  readonly address: string;
  /** Names of the clients that have a way to it. */
  readonly clients: string[] = [];
  readonly #to: string;
  readonly #ledger: ServerLedger;
  readonly #holders = new Holders();
  readonly #connections = new Set<VirtualConnection>();

  constructor(address: string, to: string, ledger: ServerLedger) {
    this.address = address;
    this.#to = to;
    this.#ledger = ledger;
  }

  /** The fault that keeps it shut. */
  get heldBy(): string | undefined {
    return this.#holders.first;
  }

  /** Takes the faults now in force on it. */
  settle(faults: readonly string[]): void {
    const change = this.#holders.change(faults);
    if (change?.to === "shut") this.#shut(change.fault);
    if (change?.to === "released") this.#ledger.opened(change.fault, this.address, this.#ends);
  }

  admit(connection: VirtualConnection): void {
    this.#connections.add(connection);
  }

  forget(connection: VirtualConnection): void {
    this.#connections.delete(connection);
  }

  #shut(fault: string): void {
    const connections = [...this.#connections];
    this.#connections.clear();
    this.#ledger.closed(
      fault,
      this.address,
      this.#ends,
      connections.map(({ traffic }) => describeCut(traffic)),
    );
    for (const connection of connections) connection.cut();
  }

  get #ends(): Ends {
    const [client, ...others] = new Set(this.clients);
    return client === undefined || others.length > 0 ? { to: this.#to } : { from: client, to: this.#to };
  }
}
