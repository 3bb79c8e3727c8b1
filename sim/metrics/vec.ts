import type { Family, FamilyHead, MetricType, SampleWriter } from "./family.ts";
import { renderLabels, sharedUtf8, sortLabels, type Label } from "./labels.ts";
import { SortedSeries, type Sortable } from "./sorted-series.ts";

/**
 * The children of a metric by their label values, given in the order of `labelNames`. One without labels
 * has its only child from the start.
 */
export class Children<Child extends object> {
  readonly #byKey = new Map<string, Child & Sortable>();
  readonly #sorted = new SortedSeries<Child & Sortable>();
  readonly #metric: string;
  readonly #labelNames: readonly string[];
  readonly #create: (labels: readonly Label[]) => Child;

  constructor(metric: string, labelNames: readonly string[], create: (labels: readonly Label[]) => Child) {
    this.#metric = metric;
    this.#labelNames = labelNames;
    this.#create = create;
    if (labelNames.length === 0) this.get([]);
  }

  get sorted(): readonly Child[] {
    return this.#sorted.all;
  }

  /** The child with these values, made if there is none. */
  get(labelValues: readonly string[]): Child {
    return this.find(labelValues) ?? this.#add(labelValues);
  }

  find(labelValues: readonly string[]): Child | undefined {
    return this.#byKey.get(keyOf(labelValues));
  }

  remove(labelValues: readonly string[]): void {
    const child = this.#byKey.get(keyOf(labelValues));
    if (child === undefined) return;
    this.#byKey.delete(keyOf(labelValues));
    this.#sorted.remove(child);
  }

  #add(labelValues: readonly string[]): Child {
    if (labelValues.length !== this.#labelNames.length) {
      throw new RangeError(
        `${this.#metric}: expected values for ${JSON.stringify(this.#labelNames)}, got ${JSON.stringify(labelValues)}`,
      );
    }
    const labels = sortLabels(
      this.#labelNames.map((name, index) => ({ name, value: labelValues[index] ?? "" })),
    );
    const child = Object.assign(this.#create(labels), { labelValues: labels.map(({ value }) => value) });
    this.#byKey.set(keyOf(labelValues), child);
    this.#sorted.add(child);
    return child;
  }
}

function keyOf(labelValues: readonly string[]): string {
  return labelValues.length === 1 ? (labelValues[0] ?? "") : labelValues.join("\u0000");
}

interface SimpleChild {
  readonly labels: Uint8Array;
  value: number;
}

/** A family of counters or gauges that a program keeps itself. */
abstract class SimpleVec implements Family {
  readonly name: string;
  readonly help: string;
  abstract readonly type: MetricType;
  readonly #name: Uint8Array;
  protected readonly children: Children<SimpleChild>;

  constructor(name: string, help: string, labelNames: readonly string[] = []) {
    this.name = name;
    this.help = help;
    this.#name = sharedUtf8(name);
    this.children = new Children(name, labelNames, (labels) => ({ labels: renderLabels(labels), value: 0 }));
  }

  /** 0 for a child that is not there. */
  value(labelValues: readonly string[] = []): number {
    return this.children.find(labelValues)?.value ?? 0;
  }

  append(writer: SampleWriter): void {
    for (const { labels, value } of this.children.sorted) {
      writer.text(this.#name);
      writer.text(labels);
      writer.value(value);
    }
  }
}

/** Counters by label values. A child is there from its first `inc`, which may be by 0. */
export class CounterVec extends SimpleVec {
  readonly type = "counter";

  inc(labelValues: readonly string[] = [], by = 1): void {
    if (by < 0) throw new RangeError(`${this.name}: a counter cannot fall, got ${by}`);
    this.children.get(labelValues).value += by;
  }

  remove(labelValues: readonly string[]): void {
    this.children.remove(labelValues);
  }
}

/** Gauges by label values. */
export class GaugeVec extends SimpleVec {
  readonly type = "gauge";

  set(labelValues: readonly string[], value: number): void {
    this.children.get(labelValues).value = value;
  }

  add(labelValues: readonly string[], by: number): void {
    this.children.get(labelValues).value += by;
  }

  remove(labelValues: readonly string[]): void {
    this.children.remove(labelValues);
  }
}

/** A plain metric whose value is a function of t; no line while that is undefined. */
export class FunctionMetric implements Family {
  readonly name: string;
  readonly help: string;
  readonly type: MetricType;
  readonly #start: Uint8Array;
  readonly #valueAt: (t: number) => number | undefined;

  constructor(head: FamilyHead, valueAt: (t: number) => number | undefined) {
    this.name = head.name;
    this.help = head.help;
    this.type = head.type;
    this.#start = sharedUtf8(`${head.name} `);
    this.#valueAt = valueAt;
  }

  append(writer: SampleWriter, t: number): void {
    const value = this.#valueAt(t);
    if (value === undefined) return;
    writer.text(this.#start);
    writer.value(value);
  }
}
