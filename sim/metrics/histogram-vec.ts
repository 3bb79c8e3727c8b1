import type { Family, SampleWriter } from "./family.ts";
import { renderLabels, renderLastLabel, sharedUtf8, type Label } from "./labels.ts";
import { formatNumber } from "./number.ts";
import { Children } from "./vec.ts";

interface HistogramChild {
  readonly labels: Uint8Array;
  /** Observations by the first bucket they fall into; the last is +Inf. */
  readonly counts: Float64Array;
  sum: number;
}

/** `le` of each bucket as the only label. Histograms that share their bounds share these. */
const boundLabels = perBounds((le) => renderLabels([le]));
/** The same as the last label. */
const lastBoundLabels = perBounds(renderLastLabel);

type Bounds = readonly number[];

function perBounds(render: (le: Label) => Uint8Array): (bounds: Bounds) => readonly Uint8Array[] {
  const known = new WeakMap<Bounds, readonly Uint8Array[]>();
  return (bounds) => {
    const labels =
      known.get(bounds) ??
      [...bounds, Infinity].map((bound) => render({ name: "le", value: formatNumber(bound) }));
    known.set(bounds, labels);
    return labels;
  };
}

/**
 * Histograms by label values.
 *
 * `bounds` are the upper bounds of the buckets, rising, without +Inf.
 */
export class HistogramVec implements Family {
  readonly name: string;
  readonly help: string;
  readonly type = "histogram";
  readonly #bounds: readonly number[];
  readonly #bucketName: Uint8Array;
  readonly #sumName: Uint8Array;
  readonly #countName: Uint8Array;
  /** `le` of each bucket: the only label, or the last. */
  readonly #boundLabels: readonly Uint8Array[];
  readonly #hasLabels: boolean;
  readonly #children: Children<HistogramChild>;

  constructor(name: string, help: string, labelNames: readonly string[], bounds: readonly number[]) {
    this.name = name;
    this.help = help;
    this.#bounds = bounds;
    this.#bucketName = sharedUtf8(`${name}_bucket`);
    this.#sumName = sharedUtf8(`${name}_sum`);
    this.#countName = sharedUtf8(`${name}_count`);
    this.#hasLabels = labelNames.length > 0;
    this.#boundLabels = this.#hasLabels ? lastBoundLabels(bounds) : boundLabels(bounds);
    this.#children = new Children(name, labelNames, (labels) => ({
      labels: renderLabels(labels),
      counts: new Float64Array(bounds.length + 1),
      sum: 0,
    }));
  }

  observe(labelValues: readonly string[], value: number): void {
    const child = this.#children.get(labelValues);
    const place = this.#bounds.findIndex((bound) => value <= bound);
    const index = place < 0 ? this.#bounds.length : place;
    child.counts[index] = (child.counts[index] ?? 0) + 1;
    child.sum += value;
  }

  /** Makes the child with these values known before anything is observed, as client_golang's With does. */
  touch(labelValues: readonly string[]): void {
    this.#children.get(labelValues);
  }

  append(writer: SampleWriter): void {
    for (const child of this.#children.sorted) this.#appendChild(writer, child);
  }

  #appendChild(writer: SampleWriter, { labels, counts, sum }: HistogramChild): void {
    let total = 0;
    for (const [index, bound] of this.#boundLabels.entries()) {
      total += counts[index] ?? 0;
      writer.text(this.#bucketName);
      if (this.#hasLabels) {
        writer.text(labels);
        writer.lastLabel(bound);
      } else {
        writer.text(bound);
      }
      writer.value(total);
    }
    writer.text(this.#sumName);
    writer.text(labels);
    writer.value(sum);
    writer.text(this.#countName);
    writer.text(labels);
    writer.value(total);
  }
}
