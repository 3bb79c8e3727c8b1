import type { Clock } from "../clock/clock.ts";
import type { ActiveFault, LedgerEntry } from "../faults/fault.ts";
import type { Address } from "../model/addresses.ts";
import { formatAddress } from "../model/addresses.ts";
import type { Handle } from "./exchange.ts";
import { faultsByListener } from "./effects/faults-by-listener.ts";
import { plainReply, type Log } from "./server/handled.ts";
import type { Service } from "./server/serve.ts";
import type { Transport } from "./transport.ts";
import { VirtualListener } from "./virtual/virtual-listener.ts";
import { VirtualTransport } from "./virtual/virtual-transport.ts";

interface VirtualWireOptions {
  readonly clock: Clock;
  readonly seed: number;
  readonly report: (entry: LedgerEntry) => void;
  /** Takes what a `handle` threw; default: standard error. */
  readonly log?: Log;
}

interface VirtualTransportOptions {
  readonly listener: Address;
  /** Pod name of the client, or `prometheus`. */
  readonly from: string;
  /** `apiserver`, or a pod name. */
  readonly to: string;
  readonly handle: Handle;
  /** How the server says that a request is not answered as usual; default: a line of text. */
  readonly refusal?: Service["refusal"];
}

/**
 * The wire without sockets: requests are function calls that take their time on the clock, and faults act on
 * them as they act on sockets. What it does to clients and what it reports is what the live wire does.
 */
export class VirtualWire {
  readonly #options: VirtualWireOptions;
  readonly #listeners = new Map<string, VirtualListener>();
  #faults = faultsByListener([]);

  constructor(options: VirtualWireOptions) {
    this.#options = options;
  }

  /** Takes the faults now in force. */
  apply(faults: readonly ActiveFault[]): void {
    this.#faults = faultsByListener(faults);
    for (const [address, listener] of this.#listeners) listener.settle(this.#faults.get(address) ?? []);
  }

  /** A way to whatever listens at `listener`; that is there from here on until no transport leads to it. */
  transport(options: VirtualTransportOptions): Transport {
    const { from, to, handle, refusal = plainReply } = options;
    const { clock, seed, report, log = console.error } = this.#options;
    const listener = this.#listenerAt(formatAddress(options.listener), to);
    listener.clients.push(from);
    return new VirtualTransport({
      ...{ clock, seed, report, listener, from, to, service: { handle, refusal, log } },
      faultOn: () => this.#faults.get(listener.address)?.[0]?.name,
      closed: () => this.#leave(listener, from),
    });
  }

  #listenerAt(address: string, to: string): VirtualListener {
    const known = this.#listeners.get(address);
    if (known !== undefined) return known;
    const listener = new VirtualListener({ ...this.#options, address, to });
    this.#listeners.set(address, listener);
    listener.settle(this.#faults.get(address) ?? []);
    return listener;
  }

  #leave(listener: VirtualListener, client: string): void {
    listener.clients.splice(listener.clients.indexOf(client), 1);
    if (listener.clients.length === 0) this.#listeners.delete(listener.address);
  }
}
