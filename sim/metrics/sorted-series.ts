import { compareLabelValues } from "./labels.ts";

/** What a series is sorted by: its label values, in the order of its labels. */
export interface Sortable {
  readonly labelValues: readonly string[];
}

/** Series in the order client_golang prints them. Adding or removing one looks at few others. */
export class SortedSeries<S extends Sortable> {
  readonly #series: S[] = [];

  get all(): readonly S[] {
    return this.#series;
  }

  add(series: S): void {
    this.#series.splice(this.#placeOf(series), 0, series);
  }

  /** Does nothing if the series is not there. */
  remove(series: S): void {
    const index = this.#series.indexOf(series, this.#placeOf(series));
    if (index >= 0) this.#series.splice(index, 1);
  }

  /** The first place whose series does not come before this one. */
  #placeOf(series: Sortable): number {
    let low = 0;
    let high = this.#series.length;
    while (low < high) {
      const middle = (low + high) >>> 1;
      const there = this.#series[middle];
      if (there !== undefined && compareLabelValues(there.labelValues, series.labelValues) < 0) {
        low = middle + 1;
      } else {
        high = middle;
      }
    }
    return low;
  }
}
