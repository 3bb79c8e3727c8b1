/** The number at a place that exists: what the layout of an array promises and its type cannot. */
export function at(values: Float64Array, place: number): number {
  return values[place] as number;
}

/** The same for a table of single precision. Apart from the other: V8 is slow where it meets both kinds of array. */
export function entryAt(table: Float32Array, place: number): number {
  return table[place] as number;
}

export function clamp(value: number, low: number, high: number): number {
  return value < low ? low : value > high ? high : value;
}
