import type { ActiveFault } from "../../faults/fault.ts";

/** Shut: refuses. Stalled: neither accepts nor refuses. */
export type Mode = "open" | "shut" | "stalled";

export interface ModeChange {
  readonly from: Mode;
  readonly to: Mode;
  /** Name of the fault that makes it so; for `open` of the last one that kept it from that. */
  readonly fault: string;
}

/** What the faults in force on one listener make of it as a whole. One that shuts goes before one that stalls. */
export class ListenerMode {
  #mode: Mode = "open";
  #holder: string | undefined;

  get mode(): Mode {
    return this.#mode;
  }

  /** Name of the fault that makes it so. */
  get holder(): string | undefined {
    return this.#mode === "open" ? undefined : this.#holder;
  }

  /** Takes the faults now in force; tells how the listener has to change. */
  change(faults: readonly ActiveFault[]): ModeChange | undefined {
    const shut = faults.find(({ effect }) => effect.type === "refuse");
    const stalled = faults.find(({ effect }) => effect.type === "black-hole" && effect.phase === "connect");
    const from = this.#mode;
    const cause = shut ?? stalled;
    this.#mode = shut !== undefined ? "shut" : stalled !== undefined ? "stalled" : "open";
    this.#holder = cause?.name ?? this.#holder;
    if (this.#mode === from) return undefined;
    return { from, to: this.#mode, fault: this.#holder ?? "" };
  }
}
