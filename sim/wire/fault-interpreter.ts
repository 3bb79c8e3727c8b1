import type { ActiveFault } from "../faults/fault.ts";
import { formatAddress } from "../model/addresses.ts";
import { faultsByListener } from "./effects/faults-by-listener.ts";
import type { Gate } from "./gate.ts";
import { ListenerFaults } from "./effects/listener-faults.ts";
import type { ModeChange } from "./effects/listener-mode.ts";
import { ListenerLedger, type Ends, type ServerLedgerOptions } from "./server/server-ledger.ts";
import type { ConnectionState } from "./server/served-connection.ts";
import { StalledListeners } from "./effects/stalled-listeners.ts";

interface FaultInterpreterOptions extends ServerLedgerOptions {
  /** Decides which requests are struck where not all are. */
  readonly seed: number;
}

interface WatchedGate {
  readonly gate: Gate;
  readonly faults: ListenerFaults;
  readonly ledger: ListenerLedger;
  readonly failed: ((error: unknown) => void) | undefined;
}

/** Performs the faults in force on the gates of this process, and notes in the ledger what it did. */
export class FaultInterpreter {
  readonly #options: FaultInterpreterOptions;
  readonly #gates = new Map<Gate, WatchedGate>();
  readonly #stalls = new StalledListeners();
  #faults = faultsByListener([]);

  constructor(options: FaultInterpreterOptions) {
    this.#options = options;
  }

  /**
   * Faults act on the gate from here on. Those in force do not wait until it is opened.
   *
   * @param failed told when a fault cannot be performed on this gate, or not be ended; without it `apply` throws
   */
  add(gate: Gate, ends: Ends, failed?: (error: unknown) => void): void {
    const { clock, seed } = this.#options;
    const ledger = new ListenerLedger(
      this.#options,
      () => formatAddress(gate.address),
      () => ends,
    );
    const faults = new ListenerFaults({ clock, seed, ledger, connections: () => gate.connections });
    gate.faults = faults;
    const watched = { gate, faults, ledger, failed };
    this.#gates.set(gate, watched);
    // A gate that is not open yet takes no address, so this does not fail.
    void this.#settle(watched);
  }

  remove(gate: Gate): void {
    this.#gates.delete(gate);
    gate.faults = undefined;
  }

  /** Takes the faults now in force; resolves when they are performed. Throws ListenError. */
  async apply(faults: readonly ActiveFault[]): Promise<void> {
    this.#faults = faultsByListener(faults);
    await Promise.all(
      [...this.#gates.values()].map(async (watched) => {
        const settled = this.#settle(watched);
        await (watched.failed === undefined ? settled : settled.catch(watched.failed));
      }),
    );
  }

  /** Name of a fault that is in force on a listener (`ip:port`). */
  faultOn(listener: string): string | undefined {
    return this.#faults.get(listener)?.[0]?.name;
  }

  /** What to do is decided at once; the gate does it in the order it was asked. */
  async #settle({ gate, faults, ledger }: WatchedGate): Promise<void> {
    const change = faults.settle(this.#faults.get(ledger.listener) ?? []);
    if (change !== undefined) ledger.changed(change, await this.#perform(gate, change));
  }

  async #perform(gate: Gate, { to }: ModeChange): Promise<readonly ConnectionState[]> {
    switch (to) {
      case "shut":
        return gate.shut();
      case "stalled":
        return gate.stall(this.#stalls);
      case "open":
        await gate.release();
        return [];
    }
  }
}
