import { describe, expect, test } from "vitest";
import { briefly, problemsOf, scenarioOf } from "../support.ts";

describe("what is wrong with the YAML is said at its place", () => {
  test.each([
    ["a quote that is not closed", "name: 'x", "1:9 not valid YAML: Missing closing 'quote"],
    [
      "a bracket that is not closed",
      "nodes: [{name: a\n",
      "1:17 not valid YAML: Flow map in block collection must be sufficiently indented and end with a }",
    ],
    [
      "a tab for indentation",
      "nodes:\n\t- {name: a}\n",
      "2:1 not valid YAML: Tabs are not allowed as indentation",
    ],
    [
      "a colon in plain text",
      "description: this: that",
      "1:14 not valid YAML: Nested mappings are not allowed in compact mappings",
    ],
    [
      "keys out of line",
      "nodes:\n  - name: a\n   labels: {}",
      "3:1 not valid YAML: Sequence item without - indicator",
    ],
    [
      "a reserved character",
      "name: @home",
      "1:7 not valid YAML: Plain value cannot start with reserved character @",
    ],
    ["an unknown escape", 'name: "\\q"', "1:8 not valid YAML: Invalid escape sequence \\q"],
    ["a tag", "seed: !secret 3", "1:7 not valid YAML: Unresolved tag: !secret"],
    [
      "a second document",
      "nodes: 3\n---\nnodes: 4\n",
      "2:1 expected one YAML document, got a second one that begins here",
    ],
    ["a list as a key", "? [nodes]\n: 3", "1:3 expected a word as the key"],
    ["an alias of nothing", "nodes: *three", "1:8 the alias *three stands for nothing that is above it"],
    ["an alias of itself", "nodes: &all [*all]", "1:14 the alias *all stands inside what it stands for"],
  ])("%s", (_, text, problem) => {
    expect(briefly(problemsOf(text))).toContain(problem);
  });
});

test("an alias bomb is refused before it is followed", () => {
  const level = (name: string, of: string) =>
    `  ${name}: &${name} [${Array(10).fill(`*${of}`).join(", ")}]\n`;
  const bomb = `labels:\n  a: &a x\n${["b", "c", "d", "e", "f", "g", "h"].map((name, index) => level(name, "abcdefg".charAt(index))).join("")}`;
  const [problem, ...more] = problemsOf(bomb);
  expect(problem?.message).toBe("with this alias, aliases stand for more than 100,000 values");
  expect(problem?.position?.line).toBe(7);
  expect(more).toEqual([]);
});

test("nesting that would exhaust the stack is refused", () => {
  for (const text of ["[".repeat(5000), "{a: ".repeat(5000), "- ".repeat(5000)]) {
    expect(briefly(problemsOf(text))[0]).toMatch(/nested more than 64 levels deep$/);
  }
});

test("words that kubectl reads as true or false need quotes, as keys and as values", () => {
  const words = ["y", "Y", "yes", "Yes", "YES", "n", "no", "NO", "on", "On", "off", "OFF"];
  for (const word of words) {
    const [asValue] = problemsOf(`virtualMachines: [{name: a, labels: {app: ${word}}}]`);
    expect(asValue?.message).toMatch(new RegExp(`got ${word}, which is (true|false) to kubectl`));
    const [asKey] = problemsOf(`virtualMachines: [{name: a, labels: {${word}: app}}]`);
    expect(asKey?.fix).toBe(`write "${word}" in quotes.`);
    scenarioOf(`virtualMachines: [{name: a, labels: {"${word}": "${word}"}}]`);
  }
});

test("a text that holds nothing is an empty file", () => {
  for (const text of ["", "\n\n", "# nodes: 3\n", "---\n", "null"]) {
    expect(briefly(problemsOf(text))).toEqual(["expected a scenario, got an empty file"]);
  }
});
