import type { ActiveFault } from "../faults/fault.ts";
import { formatAddress } from "../model/addresses.ts";
import { faultsByListener } from "./faults-by-listener.ts";
import type { Gate } from "./gate.ts";
import { Holders } from "./holders.ts";
import { ServerLedger, type Ends, type ServerLedgerOptions } from "./server-ledger.ts";

interface WatchedGate {
  readonly gate: Gate;
  readonly ends: Ends;
  readonly holders: Holders;
}

/** Performs the faults in force on the gates of this process, and notes in the ledger what it did. */
export class FaultInterpreter {
  readonly #ledger: ServerLedger;
  readonly #gates = new Map<Gate, WatchedGate>();
  #faults = faultsByListener([]);

  constructor(options: ServerLedgerOptions) {
    this.#ledger = new ServerLedger(options);
  }

  /** Faults act on the gate from here on. One that is in force keeps a gate shut that is opened later. */
  add(gate: Gate, ends: Ends): void {
    const watched = { gate, ends, holders: new Holders() };
    this.#gates.set(gate, watched);
    // It can only be shut by this, which does not fail.
    void this.#settle(watched);
  }

  remove(gate: Gate): void {
    this.#gates.delete(gate);
  }

  /** Takes the faults now in force; resolves when they are performed. Throws ListenError. */
  async apply(faults: readonly ActiveFault[]): Promise<void> {
    this.#faults = faultsByListener(faults);
    await Promise.all([...this.#gates.values()].map((watched) => this.#settle(watched)));
  }

  /** Name of a fault that is in force on a listener (`ip:port`). */
  faultOn(listener: string): string | undefined {
    return this.#faults.get(listener)?.[0];
  }

  /** What to do is decided at once; the gate does it in the order it was asked. */
  async #settle({ gate, ends, holders }: WatchedGate): Promise<void> {
    const change = holders.change(this.#faults.get(formatAddress(gate.address)) ?? []);
    if (change?.to === "shut") {
      const cuts = await gate.shut();
      this.#ledger.closed(change.fault, formatAddress(gate.address), ends, cuts);
    } else if (change?.to === "released") {
      await gate.release();
      this.#ledger.opened(change.fault, formatAddress(gate.address), ends);
    }
  }
}
