import type { Metric } from "prom-client";

interface TotalsHistogramOptions {
  readonly name: string;
  readonly help: string;
  /** Upper bounds. */
  readonly buckets: readonly number[];
  /** Read anew at every scrape. */
  readonly totals: () => HistogramTotals;
}

/** What was counted elsewhere: how many values are in each bucket by itself, the last one without a bound. */
interface HistogramTotals {
  readonly counts: readonly number[];
  readonly sum: number;
}

/**
 * A histogram for a prom-client Registry that shows what was counted elsewhere: prom-client's own counts only
 * what it observes itself. A registry asks a metric for nothing but its name and what `get` resolves to.
 */
export function totalsHistogram({ name, help, buckets, totals }: TotalsHistogramOptions): Metric {
  const family = { name, help, type: "histogram", aggregator: "sum" };
  const get = () => Promise.resolve({ ...family, values: linesOf(name, buckets, totals()) });
  return { ...family, get } as unknown as Metric;
}

function linesOf(name: string, buckets: readonly number[], { counts, sum }: HistogramTotals) {
  const line = (suffix: string, value: number, labels: Readonly<Record<string, string | number>> = {}) => ({
    metricName: `${name}_${suffix}`,
    labels,
    value,
  });
  let upTo = 0;
  const bucketLines = counts.map((count, index) => {
    upTo += count;
    return line("bucket", upTo, { le: buckets[index] ?? "+Inf" });
  });
  return [...bucketLines, line("sum", sum), line("count", upTo)];
}
