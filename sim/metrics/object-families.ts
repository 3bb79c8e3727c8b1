import type { CatalogueEntry } from "./catalogue/entry.ts";
import type { Family } from "./family.ts";
import { renderLabels, sharedUtf8, sortLabels } from "./labels.ts";
import { SortedSeries, type Sortable } from "./sorted-series.ts";

/** A sample that an object has for as long as it does not change. */
export interface ObjectSample {
  /** Name of its family. */
  readonly name: string;
  /** A label that the family has and the sample lacks is shown as empty. */
  readonly labels: Readonly<Record<string, string>>;
  readonly value: number;
}

interface RenderedLabels extends Sortable {
  readonly labels: Uint8Array;
}

interface ObjectSeries extends RenderedLabels {
  readonly value: number;
}

/**
 * Families whose samples follow from objects. What an object shows is worked out and rendered when it
 * changes, not at each scrape.
 */
export class ObjectFamilies {
  readonly families: readonly Family[];
  readonly #entries: ReadonlyMap<string, CatalogueEntry>;
  readonly #series: ReadonlyMap<string, SortedSeries<ObjectSeries>>;
  readonly #ofObject = new Map<string, readonly { readonly name: string; readonly series: ObjectSeries }[]>();

  constructor(entries: readonly CatalogueEntry[]) {
    this.#entries = new Map(entries.map((entry) => [entry.name, entry]));
    this.#series = new Map(entries.map(({ name }) => [name, new SortedSeries<ObjectSeries>()]));
    this.families = entries.map((entry) => this.#familyOf(entry));
  }

  /** Replaces what the object of this key shows. Samples of families that are not among these are left out. */
  set(key: string, samples: readonly ObjectSample[]): void {
    this.remove(key);
    const rendered = new Map<string, RenderedLabels>();
    const added = samples.flatMap((sample) => {
      const entry = this.#entries.get(sample.name);
      return entry === undefined ? [] : [{ name: sample.name, series: seriesOf(entry, sample, rendered) }];
    });
    for (const { name, series } of added) this.#series.get(name)?.add(series);
    this.#ofObject.set(key, added);
  }

  remove(key: string): void {
    for (const { name, series } of this.#ofObject.get(key) ?? []) this.#series.get(name)?.remove(series);
    this.#ofObject.delete(key);
  }

  #familyOf({ name, help, type }: CatalogueEntry): Family {
    const start = sharedUtf8(name);
    return {
      name,
      help,
      type,
      append: (writer) => {
        for (const { labels, value } of this.#series.get(name)?.all ?? []) {
          writer.text(start);
          writer.text(labels);
          writer.value(value);
        }
      },
    };
  }
}

/** @param rendered labels of the same object's other samples: many are the same */
function seriesOf(
  { labels: names }: CatalogueEntry,
  { labels, value }: ObjectSample,
  rendered: Map<string, RenderedLabels>,
): ObjectSeries {
  const fixed = names.filter((name) => !name.endsWith("*"));
  // Labels that stand for many are const labels to client_golang's wrapper, which leaves empty ones out.
  const many = Object.keys(labels).filter((name) => !fixed.includes(name) && labels[name] !== "");
  const shown = sortLabels(
    [...fixed, ...(fixed.length < names.length ? many : [])].map((name) => ({
      name,
      value: labels[name] ?? "",
    })),
  );
  const key = JSON.stringify(shown);
  const same = rendered.get(key) ?? {
    labelValues: shown.map((label) => label.value),
    labels: renderLabels(shown),
  };
  rendered.set(key, same);
  return { ...same, value };
}
