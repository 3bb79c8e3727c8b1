import type { CatalogueEntry } from "./catalogue/entry.ts";
import { HistogramVec } from "./histogram-vec.ts";
import { CounterVec, GaugeVec } from "./vec.ts";

/** Families as the catalogue describes them; label values are given in the order of its labels. */

export function counterFrom({ name, help, labels }: CatalogueEntry): CounterVec {
  return new CounterVec(name, help, labels);
}

export function gaugeFrom({ name, help, labels }: CatalogueEntry): GaugeVec {
  return new GaugeVec(name, help, labels);
}

export function histogramFrom({ name, help, labels, buckets = [] }: CatalogueEntry): HistogramVec {
  return new HistogramVec(name, help, labels, buckets);
}
