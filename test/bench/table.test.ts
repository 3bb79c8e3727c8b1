import { expect, test } from "vitest";
import { markdownOf, textOf } from "../../bench/table.ts";

const table = {
  title: "A page",
  figures: [
    { what: "series", value: 10_011, unit: "series" },
    { what: "rendering", value: 98.32, unit: "ns/series", aim: { atMost: 100 } },
    { what: "faster", value: 24.96, unit: "×", aim: { atLeast: 25 } },
  ],
};

test("a table says of each figure whether its aim is met, and rounds only what it shows", () => {
  expect(markdownOf(table)).toBe(
    [
      "\n### A page\n",
      "| What      |       Measured | Aim           |",
      "| --------- | -------------: | ------------- |",
      "| series    |  10,011 series |               |",
      "| rendering | 98.3 ns/series | ≤ 100: met    |",
      "| faster    |         25.0 × | ≥ 25: not met |",
      "",
    ].join("\n"),
  );
});

test("on a terminal values stand below each other", () => {
  expect(textOf(table).split("\n").slice(2, 5)).toEqual([
    "  series        10,011 series",
    "  rendering       98.3 ns/series (≤ 100: met)",
    "  faster          25.0 × (≥ 25: not met)",
  ]);
});
