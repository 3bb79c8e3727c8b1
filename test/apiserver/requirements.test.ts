import { readFileSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";

const tests = join(import.meta.dirname, "..");
const table = join(tests, "..", "docs", "conformance.md");

const number = String.raw`(?:[TDRWMAKNO]\d+[a-z]?|[PV]-[a-z])`;

/** The numbers of the requirements that the document lists, in its order. */
function listed(): string[] {
  const rows = readFileSync(table, "utf8").matchAll(new RegExp(String.raw`^\| (${number}) +\|`, "gm"));
  return [...rows].map(([, name = ""]) => name);
}

/** The numbers with which titles of tests open: `test("R13 a list …`, or on a line of their own. */
function shown(): Set<string> {
  const files = readdirSync(tests, { recursive: true, encoding: "utf8" }).filter((file) =>
    file.endsWith(".test.ts"),
  );
  const title = new RegExp(String.raw`(?:\(|^ *)"((?:${number} )+)`, "gm");
  const titles = files.flatMap((file) => [...readFileSync(join(tests, file), "utf8").matchAll(title)]);
  return new Set(titles.flatMap(([, numbers = ""]) => numbers.trim().split(" ")));
}

test("each requirement that is listed is shown by a test, and each that a test shows is listed once", () => {
  const requirements = listed();
  expect(requirements.length).toBeGreaterThan(100);
  expect(requirements).toEqual([...new Set(requirements)]);
  expect([...shown()].sort()).toEqual(requirements.toSorted());
});
