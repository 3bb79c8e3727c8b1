import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import type { Family } from "../../sim/metrics/family.ts";
import { HistogramVec } from "../../sim/metrics/histogram-vec.ts";
import { renderLabels, sortLabels, utf8 } from "../../sim/metrics/labels.ts";
import { Page } from "../../sim/metrics/page.ts";
import { SortedSeries } from "../../sim/metrics/sorted-series.ts";
import { CounterVec, GaugeVec } from "../../sim/metrics/vec.ts";
import { parseFamilies } from "../support/exposition.ts";
import { textOf } from "../support/page.ts";

/** What a Go program printed that registers, in this order, what `families` does here, with client_golang 1.22. */
const clientGolangPage = readFileSync(new URL("testdata/client-golang-page.txt", import.meta.url), "utf8");

function families(): Family[] {
  const requests = new CounterVec("requests_total", 'A \\ in "help",\nand a line.', ["verb", "code"]);
  requests.inc(["GET", "<error>"], 3);
  requests.inc(["GET", "200"], 1234567);
  requests.inc(["", "200"]);
  requests.inc(['PUT "x"\\\n\tä', "200"], 0.25);
  const bounds = [1e-8];
  while (bounds.length < 10) bounds.push((bounds.at(-1) ?? 0) * 10);
  const work = new HistogramVec("work_seconds", "Work.", ["name"], bounds);
  for (const value of [1e-8, 0.5, 3, 20]) work.observe(["b"], value);
  work.touch(["a"]);
  const plain = new HistogramVec("plain_seconds", "No labels.", [], [0.5, 1, 2.5]);
  plain.observe([], 1);
  const odd = new GaugeVec("odd", "", ["kind"]);
  odd.set(["nan"], NaN);
  odd.set(["inf"], Infinity);
  odd.set(["-inf"], -Infinity);
  odd.set(["big"], 1073741824);
  odd.set(["minus"], -0.00001);
  const empty = new GaugeVec("empty", "No children.", ["kind"]);
  const zero = new GaugeVec("Zero", "Upper case comes first.");
  return [requests, work, plain, odd, empty, zero, loose(), stamped()];
}

/** Series whose labels differ, as a virt-handler's do. */
function loose(): Family {
  const sorted = new SortedSeries<{ labelValues: string[]; labels: Uint8Array; value: number }>();
  const series: Record<string, string>[] = [
    { name: "b", zone: "x" },
    { name: "c" },
    { name: "a", app: "z" },
    { name: "a", zone: "y" },
    { zone: "a", name: "a", app: "a" },
    { name: "\u{1F600}", tier: "1" },
    { name: "\uFF5E", tier: "1" },
  ];
  for (const [index, labels] of series.entries()) {
    const pairs = sortLabels(Object.entries(labels).map(([name, value]) => ({ name, value })));
    const labelValues = pairs.map(({ value }) => value);
    sorted.add({ labelValues, labels: renderLabels(pairs), value: index + 1 });
  }
  return {
    name: "loose",
    help: "Labels that differ from series to series.",
    type: "gauge",
    append: (writer) => {
      for (const { labels, value } of sorted.all) {
        writer.text(utf8("loose"));
        writer.text(labels);
        writer.value(value);
      }
    },
  };
}

function stamped(): Family {
  return {
    name: "stamped",
    help: "Labels that differ from series to series.",
    type: "gauge",
    append: (writer) => {
      for (const timestampMillis of [1780000000000, 1780000005250]) {
        writer.text(utf8('stamped{name="a"} '));
        writer.valueAt(1.25, timestampMillis);
      }
    },
  };
}

test("a page is to the byte what client_golang prints", () => {
  expect(textOf(families())).toBe(clientGolangPage);
});

test("the order in which families are given does not matter", () => {
  expect(textOf(families().toReversed())).toBe(clientGolangPage);
});

test("an independent parser reads back names, labels and values", () => {
  const parsed = parseFamilies(clientGolangPage);
  const samples = parsed.flatMap((family) => family.samples);
  expect(parsed.map(({ name, type }) => `${name} ${type}`)).toContain("work_seconds histogram");
  expect(samples.find(({ value }) => value === 0.25)?.labels["verb"]).toBe('PUT "x"\\\n\tä');
  expect(
    samples.filter(({ name }) => name === "stamped").map(({ timestampMillis }) => timestampMillis),
  ).toEqual([1780000000000, 1780000005250]);
});

test("two families of one name are refused", () => {
  const twice = [new GaugeVec("same", "One."), new GaugeVec("same", "Other.")];
  expect(() => new Page(twice)).toThrow("two families are named same");
});

test("a page that outgrows its buffer is whole", () => {
  const gauge = new GaugeVec("many", "Many.", ["n"]);
  const page = new Page([gauge]);
  for (let count = 0; count < 4000; count += 500) {
    for (let n = count; n < count + 500; n++) gauge.set([String(n).padStart(6, "0")], n);
    const rendered = page.render(0);
    const text = Buffer.from(rendered.bytes).toString();
    rendered.release();
    expect(parseFamilies(text)[0]?.samples.map(({ value }) => value)).toEqual(
      Array.from({ length: count + 500 }, (_, n) => n),
    );
  }
});

test("the bytes of a page stay as they are until they are released, whatever else is rendered", () => {
  const gauge = new GaugeVec("g", "G.");
  const page = new Page([gauge]);
  const first = page.render(0);
  const before = Buffer.from(first.bytes).toString();
  gauge.set([], 1);
  const second = page.render(0);
  expect(Buffer.from(first.bytes).toString()).toBe(before);
  expect(Buffer.from(second.bytes).toString()).not.toBe(before);
  first.release();
  second.release();
});

test("releasing a page twice does not hand its buffer to two pages", () => {
  const gauge = new GaugeVec("g", "G.");
  const page = new Page([gauge]);
  const released = page.render(0);
  released.release();
  released.release();
  const [one, other] = [page.render(0), page.render(0)];
  expect(one.bytes.buffer).not.toBe(other.bytes.buffer);
  one.release();
  other.release();
});

test("a family that throws costs the page, not the next one", () => {
  let broken = true;
  const family: Family = {
    name: "f",
    help: "F.",
    type: "gauge",
    append: (writer) => {
      if (broken) throw new Error("broken");
      writer.text(utf8("f "));
      writer.value(1);
    },
  };
  const page = new Page([family]);
  expect(() => page.render(0)).toThrow("broken");
  broken = false;
  const rendered = page.render(0);
  expect(Buffer.from(rendered.bytes).toString()).toBe("# HELP f F.\n# TYPE f gauge\nf 1\n");
  rendered.release();
});
