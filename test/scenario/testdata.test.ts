import { readFileSync, readdirSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { describe, expect, test } from "vitest";
import { formatProblems, parseScenario } from "../../sim/scenario/load.ts";

const folder = fileURLToPath(new URL("testdata/", import.meta.url));
const read = (file: string) => readFileSync(`${folder}${file}`, "utf8");
const filesWith = (ending: string) => readdirSync(folder).filter((file) => file.endsWith(ending));

describe("X.bad.yaml has exactly the problems of X.problems.txt", () => {
  test.each(filesWith(".bad.yaml"))("%s", (file) => {
    const loaded = parseScenario(read(file), file);
    const problems = "problems" in loaded ? loaded.problems : [];
    expect(`${formatProblems(problems)}\n`).toBe(read(file.replace(".bad.yaml", ".problems.txt")));
  });
});

describe("X.good.yaml is the scenario of X.scenario.json", () => {
  test.each(filesWith(".good.yaml"))("%s", (file) => {
    const loaded = parseScenario(read(file), `/srv/${file}`);
    expect("problems" in loaded ? formatProblems(loaded.problems) : "").toBe("");
    expect("scenario" in loaded && loaded.scenario).toEqual(
      JSON.parse(read(file.replace(".good.yaml", ".scenario.json"))),
    );
  });
});

test("every file of testdata is one of a pair", () => {
  const [bad, good] = [filesWith(".bad.yaml"), filesWith(".good.yaml")];
  const pairs = [
    ...bad.flatMap((file) => [file, file.replace(".bad.yaml", ".problems.txt")]),
    ...good.flatMap((file) => [file, file.replace(".good.yaml", ".scenario.json")]),
  ];
  expect(readdirSync(folder).sort()).toEqual(pairs.sort());
});
