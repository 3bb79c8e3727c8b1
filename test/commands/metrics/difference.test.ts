import { expect, test } from "vitest";
import { differenceOf } from "../../../sim/commands/metrics/difference.ts";
import { differenceText } from "../../../sim/commands/metrics/difference-text.ts";
import { catalogueOf } from "../../../sim/metrics/catalogue.ts";

const [legacy, current] = [catalogueOf("legacy"), catalogueOf("v1.9")];
const there = differenceOf(legacy, current);
const back = differenceOf(current, legacy);

const metricOf = (series: string) => series.replace(/\{.*/, "");

test("a version does not differ from itself", () => {
  expect(differenceOf(current, current)).toEqual({ renamed: [], changed: [], added: [], dropped: [] });
});

test.each([
  ["legacy to v1.9", legacy, current, there],
  ["v1.9 to legacy", current, legacy, back],
])(
  "from %s every metric is kept, renamed, added or dropped, and but one of them",
  (_, from, to, difference) => {
    const names = (entries: typeof from) => new Set(entries.map(({ name }) => name));
    const [before, after] = [names(from), names(to)];
    const kept = [...before].filter((name) => after.has(name));
    const went = new Set(difference.renamed.map((pair) => metricOf(pair.from)));
    const came = new Set(difference.renamed.map((pair) => metricOf(pair.to)));
    expect([...kept, ...went, ...difference.dropped].toSorted()).toEqual([...before].toSorted());
    expect([...kept, ...came, ...difference.added].toSorted()).toEqual([...after].toSorted());
  },
);

test("the way back undoes the way there", () => {
  const pairs = (renamed: typeof there.renamed) => renamed.map(({ from, to }) => [from, to]).toSorted();
  expect(pairs(back.renamed.map(({ from, to, changes }) => ({ from: to, to: from, changes })))).toEqual(
    pairs(there.renamed),
  );
  expect([back.added, back.dropped]).toEqual([there.dropped, there.added]);
});

test("one metric that became two is two renamings, each with its series and what else is new", () => {
  const from = (series: string) => there.renamed.find((pair) => pair.from === series);
  expect(from('kubevirt_vmi_storage_times_ms_total{type="read"}')).toMatchObject({
    to: "kubevirt_vmi_storage_read_times_seconds_total",
    changes: expect.arrayContaining([{ what: "unit", from: "nanoseconds", to: "seconds" }]) as unknown,
  });
  expect(from('kubevirt_vmi_storage_times_ms_total{type="write"}')).toMatchObject({
    to: "kubevirt_vmi_storage_write_times_seconds_total",
  });
});

test("the text has each kind of difference, and says where there is none", () => {
  expect(differenceText({ ...there, added: [] })).toMatch(
    /^Renamed:\n {2}.*\n[^]*Changed:\n[^]*Added: none\n/,
  );
  expect(differenceText(there)).toMatch(
    /kubevirt_vmi_vcpu_seconds +→ {2}kubevirt_vmi_vcpu_seconds_total +\(gauge → counter\)/,
  );
});
