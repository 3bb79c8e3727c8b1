import type { Source, Timer } from "./clock.ts";

/** One planned call, with what orders it among the others. */
export interface Planned extends Timer {
  readonly source: Source;
  readonly sequence: number;
  readonly run: () => void;
  cancelled: boolean;
}

/** Planned calls in the order (t, source, sequence): a binary heap, with cancelled entries dropped when met. */
export class EventQueue {
  readonly #heap: Planned[] = [];
  #sequence = 0;

  add(t: number, source: Source, run: () => void): Planned {
    const planned = { t, source, sequence: this.#sequence++, run, cancelled: false };
    this.#heap.push(planned);
    this.#rise(this.#heap.length - 1);
    return planned;
  }

  /** The next call that is still wanted, left in place. */
  peek(): Planned | undefined {
    while (this.#heap[0]?.cancelled === true) this.#take();
    return this.#heap[0];
  }

  /** Removes and returns the next call if it is due by `t`. */
  takeDue(t: number): Planned | undefined {
    const next = this.peek();
    return next !== undefined && next.t <= t ? this.#take() : undefined;
  }

  #take(): Planned | undefined {
    const first = this.#heap[0];
    const last = this.#heap.pop();
    if (last !== undefined && this.#heap.length > 0) {
      this.#heap[0] = last;
      this.#sink();
    }
    return first;
  }

  #rise(index: number): void {
    let at = index;
    while (at > 0) {
      const parent = (at - 1) >> 1;
      if (!this.#swapIfBefore(at, parent)) return;
      at = parent;
    }
  }

  #sink(): void {
    let at = 0;
    for (;;) {
      const left = 2 * at + 1;
      if (left >= this.#heap.length) return;
      const right = left + 1;
      const child = right < this.#heap.length && before(this.#at(right), this.#at(left)) ? right : left;
      if (!this.#swapIfBefore(child, at)) return;
      at = child;
    }
  }

  #at(index: number): Planned {
    return this.#heap[index] as Planned;
  }

  #swapIfBefore(lower: number, upper: number): boolean {
    const a = this.#at(lower);
    const b = this.#at(upper);
    if (!before(a, b)) return false;
    this.#heap[lower] = b;
    this.#heap[upper] = a;
    return true;
  }
}

function before(a: Planned, b: Planned): boolean {
  return a.t !== b.t ? a.t < b.t : a.source !== b.source ? a.source < b.source : a.sequence < b.sequence;
}
