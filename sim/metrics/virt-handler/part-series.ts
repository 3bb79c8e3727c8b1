import type { KubeVirtVersion } from "../../model/components.ts";
import type { Domain } from "../../model/domain.ts";
import type { ReadingLayout } from "../../model/reading.ts";
import { renderLabels, sortLabels, type Label } from "../labels.ts";
import { SortedSeries, type Sortable } from "../sorted-series.ts";
import type { Part } from "./domain-metric.ts";
import { partsOf } from "./part-labels.ts";

/** What stands on the page for one part of one domain; all families of the part have the same labels. */
export interface PartSeries extends Sortable {
  /** Pre-rendered labels. */
  labels: Uint8Array;
  /** Place of the part's first slot in the node's readings. */
  readonly place: number;
  /** Whether the dirty rate of the VMI's memory is sampled. */
  readonly sampled: boolean;
}

/** A domain that the virt-handler reports about. */
interface Reported {
  readonly domain: Domain;
  /** What all its series have. */
  readonly labels: readonly Label[];
  readonly sampled: boolean;
  readonly layout: ReadingLayout;
  /** Place of its reading in the node's readings. */
  readonly place: number;
}

/** The share of a group's series whose labels may lie elsewhere: moving all costs more than one change is worth. */
const mostScattered = 1 / 8;

/** The series of one kind of part: each is rendered once and kept in order once, for all families. */
export class PartGroup {
  readonly #part: Part;
  readonly #sorted = new SortedSeries<PartSeries>();
  readonly #ofDomain = new Map<string, readonly PartSeries[]>();
  /** Series that came or went since the labels were last moved together. */
  #changed = 0;

  constructor(part: Part) {
    this.#part = part;
  }

  /** In the order of the page. */
  get series(): readonly PartSeries[] {
    if (this.#changed > mostScattered * this.#sorted.all.length) this.#arrange();
    return this.#sorted.all;
  }

  add({ domain, labels: common, sampled, layout, place }: Reported, version: KubeVirtVersion): void {
    const added = partsOf(this.#part, domain, layout, version).map(({ offset, labels }) => {
      // KubeVirt drops labels without a value from these series.
      const shown = sortLabels([...common, ...labels]).filter(({ value }) => value !== "");
      return {
        labelValues: shown.map(({ value }) => value),
        labels: renderLabels(shown),
        place: place + offset,
        sampled,
      };
    });
    for (const series of added) this.#sorted.add(series);
    this.#ofDomain.set(domain.uid, added);
    this.#changed += added.length;
  }

  remove(uid: string): void {
    const removed = this.#ofDomain.get(uid) ?? [];
    for (const series of removed) this.#sorted.remove(series);
    this.#changed += removed.length;
    this.#ofDomain.delete(uid);
  }

  /**
   * Moves all labels together, in the order of the page. A processor that reads memory front to back need not
   * wait for it: rendering a large page takes two thirds of the time.
   */
  #arrange(): void {
    const series = this.#sorted.all;
    const text = Buffer.allocUnsafeSlow(series.reduce((bytes, { labels }) => bytes + labels.length, 0));
    let end = 0;
    for (const one of series) {
      const start = end;
      end += one.labels.length;
      text.set(one.labels, start);
      one.labels = text.subarray(start, end);
    }
    this.#changed = 0;
  }
}
