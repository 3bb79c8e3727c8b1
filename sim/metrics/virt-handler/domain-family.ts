import type { Reading } from "../../model/reading.ts";
import type { FamilyHead, Family, SampleWriter } from "../family.ts";
import { renderLastLabel, sharedUtf8 } from "../labels.ts";
import type { DomainMetric, LastLabel } from "./domain-metric.ts";
import type { PartGroup, PartSeries } from "./part-series.ts";
import { asRead, type Unit } from "./units.ts";

/** Writes the lines of series, in their order, with these readings. */
type WriteSeries = (writer: SampleWriter, series: readonly PartSeries[], readings: Reading) => void;

/** A family whose values are the node's readings at t. */
export function buildDomainFamily(
  metric: DomainMetric,
  { name, help, type }: FamilyHead,
  group: PartGroup,
  readingsAt: (t: number) => Reading,
): Family {
  const write = writerOf(metric);
  return {
    name,
    help,
    type,
    append: (writer, t) => {
      const { series } = group;
      write(writer, metric.sampled ? series.filter(({ sampled }) => sampled) : series, readingsAt(t));
    },
  };
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
