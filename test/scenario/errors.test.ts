import { expect, test } from "vitest";
import { formatProblems, type ScenarioProblem } from "../../sim/scenario/errors.ts";

const problem = (source: string, column: number, length: number): ScenarioProblem => ({
  file: "x.yaml",
  position: { line: 3, column, length, source },
  path: "seed",
  message: "expected a number",
  fix: "write one.",
});

const excerpt = (source: string, column: number, length: number) =>
  formatProblems([problem(source, column, length)])
    .split("\n")
    .slice(1, 3);

test("a problem is printed as a compiler does, with carets under the whole value", () => {
  expect(formatProblems([problem("    cpus: -1", 11, 2)])).toBe(
    ["x.yaml:3:11: seed: expected a number", "    cpus: -1", "          ^^", "Fix: write one."].join("\n"),
  );
});

test("a problem of the file as a whole has no place", () => {
  const { position: _, ...whole } = problem("", 1, 1);
  expect(formatProblems([{ ...whole, path: "" }])).toBe("x.yaml: expected a number\nFix: write one.");
});

test("of a long line only the part around the value is shown", () => {
  const [line = "", carets = ""] = excerpt(`${"a".repeat(300)}BAD${"z".repeat(300)}`, 301, 3);
  expect(line.length).toBeLessThan(120);
  expect(line.slice(carets.indexOf("^"), carets.lastIndexOf("^") + 1)).toBe("BAD");
});

test("carets stay under the value behind tabs and characters beyond 16 bits", () => {
  expect(excerpt("name: 🦉🦉 # owls", 7, 2)).toEqual(["    name: 🦉🦉 # owls", "          ^^"]);
  expect(excerpt("\tname: x", 8, 1)).toEqual(["    name: x", "          ^"]);
});

test("there is a caret even for what is missing at the end of a line", () => {
  expect(excerpt("nodes:   ", 8, 1)[1]).toBe("           ^");
});

test("what steers a terminal is not printed", () => {
  const text = formatProblems([{ ...problem("seed: \u001b[31mx", 7, 3), message: "got \u0007\u009b" }]);
  // eslint-disable-next-line no-control-regex -- control characters are what is looked for
  expect(text).not.toMatch(/[\u0000-\u0009\u000b-\u001f\u007f-\u009f]/);
});
