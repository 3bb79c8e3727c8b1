import { expect, test } from "vitest";
import { FunctionVec } from "../../sim/metrics/function-vec.ts";
import { HistogramVec } from "../../sim/metrics/histogram-vec.ts";
import { CounterVec, FunctionMetric, GaugeVec } from "../../sim/metrics/vec.ts";
import { parseExposition } from "../support/exposition.ts";
import { textOf } from "../support/page.ts";

test("a metric without labels is there from the start, one with labels from its first child", () => {
  expect(textOf([new CounterVec("plain_total", "P."), new CounterVec("labelled_total", "L.", ["a"])])).toBe(
    "# HELP plain_total P.\n# TYPE plain_total counter\nplain_total 0\n",
  );
});

test("label values are given in the order of the names, and printed in the order of names", () => {
  const counter = new CounterVec("c_total", "C.", ["verb", "code"]);
  counter.inc(["GET", "200"]);
  counter.inc(["GET", "200"], 2);
  expect(counter.value(["GET", "200"])).toBe(3);
  expect(textOf([counter])).toContain('c_total{code="200",verb="GET"} 3\n');
});

test("children stay sorted while they come and go", () => {
  const gauge = new GaugeVec("g", "G.", ["n"]);
  const names = ["m", "b", "z", "a", "y", "b2", "c"];
  for (const name of names) gauge.set([name], 1);
  gauge.remove(["b"]);
  gauge.remove(["never there"]);
  expect(parseExposition(textOf([gauge])).map(({ labels }) => labels["n"])).toEqual(
    names.filter((name) => name !== "b").toSorted(),
  );
});

test("a counter cannot fall", () => {
  const counter = new CounterVec("c_total", "C.");
  expect(() => counter.inc([], -1)).toThrow("c_total: a counter cannot fall, got -1");
});

test("a wrong number of label values is refused, with the names expected", () => {
  const gauge = new GaugeVec("g", "G.", ["a", "b"]);
  expect(() => gauge.set(["1"], 1)).toThrow('g: expected values for ["a","b"], got ["1"]');
});

test("the buckets of a histogram are cumulative, and a value on a bound belongs to its bucket", () => {
  const histogram = new HistogramVec("h", "H.", ["x"], [1, 2]);
  for (const value of [1, 1.5, 2, 7]) histogram.observe(["a"], value);
  const samples = parseExposition(textOf([histogram]));
  expect(samples.map(({ name, labels, value }) => [name, labels["le"], value])).toEqual([
    ["h_bucket", "1", 1],
    ["h_bucket", "2", 3],
    ["h_bucket", "+Inf", 4],
    ["h_sum", undefined, 11.5],
    ["h_count", undefined, 4],
  ]);
});

test("a function of t has no line where it is undefined", () => {
  const metric = new FunctionMetric({ name: "f", help: "F.", type: "gauge" }, (t) => (t < 5 ? undefined : t));
  expect(textOf([metric], 4)).toBe("");
  expect(textOf([metric], 6)).toContain("f 6\n");
});

test("a function of t can have labels", () => {
  const metric = new FunctionVec({ name: "f", help: "F.", type: "gauge" }, ["q"]);
  metric.set(["b"], (t) => t * 2);
  metric.set(["a"], (t) => t);
  expect(textOf([metric], 3)).toContain('f{q="a"} 3\nf{q="b"} 6\n');
});
