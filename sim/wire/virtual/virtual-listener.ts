import type { ActiveFault } from "../../faults/fault.ts";
import { ListenerFaults } from "../effects/listener-faults.ts";
import type { Mode, ModeChange } from "../effects/listener-mode.ts";
import { ListenerLedger, type Ends, type ServerLedgerOptions } from "../server/server-ledger.ts";
import type { ConnectionState, ServedConnection } from "../server/served-connection.ts";

interface VirtualListenerOptions extends ServerLedgerOptions {
  readonly seed: number;
  /** `ip:port`. */
  readonly address: string;
  /** Who listens: `apiserver`, or a pod name. */
  readonly to: string;
}

/** A listener on the virtual wire, with the connections that were made through it. */
export class VirtualListener {
  readonly address: string;
  readonly faults: ListenerFaults;
  /** Names of the clients that have a way to it. */
  readonly clients: string[] = [];
  readonly connections = new Set<{ readonly served: ServedConnection }>();
  readonly #to: string;
  readonly #ledger: ListenerLedger;

  constructor(options: VirtualListenerOptions) {
    const { address, clock, seed } = options;
    this.address = address;
    this.#to = options.to;
    this.#ledger = new ListenerLedger(
      options,
      () => address,
      () => this.#ends,
    );
    const connections = () => [...this.connections].map(({ served }) => served);
    this.faults = new ListenerFaults({ clock, seed, ledger: this.#ledger, connections });
  }

  get mode(): Mode {
    return this.faults.mode.mode;
  }

  /** Takes the faults now in force on it. */
  settle(faults: readonly ActiveFault[]): void {
    const change = this.faults.settle(faults);
    if (change !== undefined) this.#ledger.changed(change, this.#perform(change));
  }

  #perform({ from, to }: ModeChange): readonly ConnectionState[] {
    const connections = [...this.connections].map(({ served }) => served);
    if (to === "shut") return connections.map((connection) => connection.reset());
    if (to === "stalled") return connections.map((connection) => connection.stall());
    if (from === "stalled") for (const connection of connections) connection.thaw();
    return [];
  }

  get #ends(): Ends {
    const [client, ...others] = new Set(this.clients);
    return client === undefined || others.length > 0 ? { to: this.#to } : { from: client, to: this.#to };
  }
}
