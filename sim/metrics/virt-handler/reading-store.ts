/** Values of one reading of every domain of a node, one domain after the other in one array. */
export class ReadingStore {
  #values = new Float64Array();
  #end = 0;
  /** Places given back, by their length. */
  readonly #free = new Map<number, number[]>();

  /** All values. Taking a place may replace the array: ask anew before reading. */
  get values(): Float64Array {
    return this.#values;
  }

  /** The start of `length` consecutive values for one domain. */
  take(length: number): number {
    const free = this.#free.get(length)?.pop();
    if (free !== undefined) return free;
    const start = this.#end;
    this.#end += length;
    if (this.#end > this.#values.length) {
      const larger = new Float64Array(2 * this.#end);
      larger.set(this.#values);
      this.#values = larger;
    }
    return start;
  }

  giveBack(start: number, length: number): void {
    const free = this.#free.get(length);
    if (free === undefined) this.#free.set(length, [start]);
    else free.push(start);
  }
}
