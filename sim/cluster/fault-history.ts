import type { ActiveFault } from "../faults/fault.ts";

interface Window {
  readonly fault: string;
  readonly from: number;
  until: number;
}

/** How many past faults of a listener are remembered: reports of them are on their way for moments only. */
const remembered = 4;

/** Which fault was in force on a listener when, for reports of those who only saw that something failed. */
export class FaultHistory {
  readonly #windows = new Map<string, Window[]>();

  /** From `t` on these faults are in force. */
  change(t: number, faults: readonly ActiveFault[]): void {
    for (const window of [...this.#windows.values()].flat()) {
      if (window.until === Infinity) window.until = t;
    }
    for (const { name, listeners } of faults) {
      for (const listener of listeners) this.#begin(listener, name, t);
    }
  }

  /** The fault that was in force on `ip:port` at `t`. */
  faultAt(listener: string, t: number): string | undefined {
    return this.#windows.get(listener)?.find(({ from, until }) => from <= t && t <= until)?.fault;
  }

  #begin(listener: string, fault: string, t: number): void {
    const windows = this.#windows.get(listener) ?? [];
    const continued = windows.find((window) => window.fault === fault && window.until === t);
    if (continued !== undefined) continued.until = Infinity;
    else windows.push({ fault, from: t, until: Infinity });
    this.#windows.set(listener, windows.slice(-remembered));
  }
}
