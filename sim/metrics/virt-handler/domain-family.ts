import type { Reading } from "../../model/reading.ts";
import type { Family, FamilyHead, MetricType, SampleWriter } from "../family.ts";
import { renderLastLabel, sharedUtf8 } from "../labels.ts";
import type { DomainMetric, LastLabel, Part } from "./domain-metric.ts";
import type { PartGroup, PartSeries } from "./part-series.ts";
import { asRead, type Unit } from "./units.ts";

/** Writes the lines of series, in their order, with these readings. */
type WriteSeries = (writer: SampleWriter, series: readonly PartSeries[], readings: Reading) => void;

/** A metric of a release made ready for the pages of all nodes, which share it. */
export interface PreparedMetric {
  readonly head: FamilyHead;
  readonly part: Part;
  readonly sampled: boolean;
  readonly write: WriteSeries;
}

export function prepareMetric(metric: DomainMetric, head: FamilyHead): PreparedMetric {
  return { head, part: metric.part, sampled: metric.sampled === true, write: writerOf(metric) };
}

/** A family whose values are the node's readings at t. */
export class DomainFamily implements Family {
  readonly name: string;
  readonly help: string;
  readonly type: MetricType;
  readonly #metric: PreparedMetric;
  readonly #group: PartGroup;
  readonly #readingsAt: (t: number) => Reading;

  constructor(metric: PreparedMetric, group: PartGroup, readingsAt: (t: number) => Reading) {
    this.name = metric.head.name;
    this.help = metric.head.help;
    this.type = metric.head.type;
    this.#metric = metric;
    this.#group = group;
    this.#readingsAt = readingsAt;
  }

  append(writer: SampleWriter, t: number): void {
    const { series } = this.#group;
    const { sampled, write } = this.#metric;
    write(writer, sampled ? series.filter(({ sampled }) => sampled) : series, this.#readingsAt(t));
  }
}

function writerOf({ name, last, unit = asRead }: DomainMetric): WriteSeries {
  const start = sharedUtf8(name);
  switch (last.kind) {
    case "none":
      return plainWriter(start, last.slot, unit);
    case "type":
      return typedWriter(start, last.slots, unit);
    case "state":
      return stateWriter(start, last, unit);
  }
}

function plainWriter(start: Uint8Array, slot: number, unit: Unit): WriteSeries {
  return (writer, series, readings) => {
    for (const { labels, place } of series) {
      const value = at(readings, place + slot);
      if (Number.isNaN(value)) continue;
      writer.text(start);
      writer.text(labels);
      writer.value(unit(value));
    }
  };
}

function typedWriter(start: Uint8Array, slots: Readonly<Record<string, number>>, unit: Unit): WriteSeries {
  const types = Object.entries(slots).map(([value, slot]) => ({
    end: renderLastLabel({ name: "type", value }),
    slot,
  }));
  return (writer, series, readings) => {
    for (const { labels, place } of series) {
      for (const { end, slot } of types) {
        const value = at(readings, place + slot);
        if (Number.isNaN(value)) continue;
        writer.text(start);
        writer.text(labels);
        writer.lastLabel(end);
        writer.value(unit(value));
      }
    }
  };
}

function stateWriter(
  start: Uint8Array,
  { slot, stateSlot, states }: Extract<LastLabel, { kind: "state" }>,
  unit: Unit,
): WriteSeries {
  const labelOf = (value: string) => renderLastLabel({ name: "state", value });
  const ends = states.map(labelOf);
  const unknown = labelOf("unknown");
  return (writer, series, readings) => {
    for (const { labels, place } of series) {
      const value = at(readings, place + slot);
      if (Number.isNaN(value)) continue;
      writer.text(start);
      writer.text(labels);
      writer.lastLabel(ends[at(readings, place + stateSlot)] ?? unknown);
      writer.value(unit(value));
    }
  };
}

function at(readings: Reading, place: number): number {
  return readings[place] ?? NaN;
}
