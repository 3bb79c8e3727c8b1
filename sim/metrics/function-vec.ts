import type { Family, FamilyHead, MetricType, SampleWriter } from "./family.ts";
import { renderLabels, sharedUtf8 } from "./labels.ts";
import { Children } from "./vec.ts";

type ValueAt = (t: number) => number;

/** Series by label values, each a function of t. */
export class FunctionVec implements Family {
  readonly name: string;
  readonly help: string;
  readonly type: MetricType;
  readonly #start: Uint8Array;
  readonly #children: Children<{ readonly labels: Uint8Array; valueAt: ValueAt }>;

  constructor({ name, help, type }: FamilyHead, labelNames: readonly string[]) {
    this.name = name;
    this.help = help;
    this.type = type;
    this.#start = sharedUtf8(name);
    this.#children = new Children(name, labelNames, (labels) => ({
      labels: renderLabels(labels),
      valueAt: () => 0,
    }));
  }

  set(labelValues: readonly string[], valueAt: ValueAt): void {
    this.#children.get(labelValues).valueAt = valueAt;
  }

  append(writer: SampleWriter, t: number): void {
    for (const { labels, valueAt } of this.#children.sorted) {
      writer.text(this.#start);
      writer.text(labels);
      writer.value(valueAt(t));
    }
  }
}
