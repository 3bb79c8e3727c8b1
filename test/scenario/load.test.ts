import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { readFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, expect, onTestFinished, test } from "vitest";
import { random } from "../../sim/model/random.ts";
import { formatProblems, loadScenario, parseScenario } from "../../sim/scenario/load.ts";
import { scenarioOf } from "./support.ts";

async function temporaryFolder(): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), "kvsim-scenario-"));
  onTestFinished(() => rm(folder, { recursive: true, force: true }));
  return folder;
}

describe("a file that cannot be a scenario gets one message", () => {
  const contents: readonly (readonly [string, string | Uint8Array, string])[] = [
    ["empty", "", "expected a scenario, got an empty file"],
    ["not UTF-8", Uint8Array.of(0x6e, 0xff, 0xfe), "expected a text in UTF-8, got other bytes"],
    ["UTF-16", Buffer.from("\ufeffnodes: 3", "utf16le"), "expected a text in UTF-8, got other bytes"],
    ["huge", `description: ${"x".repeat(5 * 2 ** 20)}`, "expected a scenario of at most 5 MiB"],
  ];
  test.each(contents)("%s", async (_, content, message) => {
    const file = join(await temporaryFolder(), "x.yaml");
    await writeFile(file, content);
    const loaded = await loadScenario(file);
    expect("problems" in loaded && loaded.problems).toMatchObject([{ file, path: "", message }]);
  });

  test("missing, or in what is no directory", async () => {
    const folder = await temporaryFolder();
    await writeFile(join(folder, "file"), "");
    for (const file of [join(folder, "nowhere.yaml"), join(folder, "file", "x.yaml")]) {
      const loaded = await loadScenario(file);
      expect("problems" in loaded && formatProblems(loaded.problems)).toBe(
        `${file}: there is no such file\nFix: check the path; the shipped ones are in scenarios/.`,
      );
    }
  });

  test("a directory", async () => {
    const folder = await temporaryFolder();
    const loaded = await loadScenario(folder);
    expect("problems" in loaded && loaded.problems[0]?.message).toBe("expected a file, got a directory");
  });
});

test("a file's scenario is that of its text, with a byte order mark or without", async () => {
  const file = join(await temporaryFolder(), "two-nodes.yaml");
  await writeFile(file, "\ufeffnodes: 2\n");
  const loaded = await loadScenario(file);
  expect(loaded).toEqual({ scenario: scenarioOf("nodes: 2\n", file) });
});

test("a scenario without a name has its file's", () => {
  expect(scenarioOf("nodes: 1", "some/Rack Outage.yml").name).toBe("rack-outage");
  expect(scenarioOf("nodes: 1", "…").name).toBe("scenario");
});

test("nodes and virtualMachines alone make a valid file, and so does either", () => {
  const { nodes, virtualMachines } = scenarioOf("nodes: 3\nvirtualMachines: 12");
  expect(nodes.map(({ name }) => name)).toEqual(["node01", "node02", "node03"]);
  expect(nodes[0]).toMatchObject({ cpus: 8, memoryBytes: 32 * 2 ** 30 });
  expect(virtualMachines.map(({ name }) => name)).toEqual(Array.from({ length: 12 }, (_, n) => `vm-${n}`));
  expect(scenarioOf("nodes: 3").virtualMachines).toEqual([]);
  expect(scenarioOf("virtualMachines: 1").nodes).toHaveLength(3);
  expect(scenarioOf("nodes: 100").nodes.at(-1)?.name).toBe("node100");
});

/** The text with a few characters taken out, doubled, swapped, or put in from those that mean something. */
function mutated(text: string, draw: () => number): string {
  const special = "{}[]:,-&*!|>'\"%@`#?\n\t ~0\\";
  let result = text;
  for (let count = 1 + Math.floor(draw() * 4); count > 0; count--) {
    const at = Math.floor(draw() * result.length);
    const length = Math.floor(draw() * 6);
    const inserted = draw() < 0.5 ? "" : special.charAt(Math.floor(draw() * special.length));
    result = result.slice(0, at) + inserted + result.slice(at + length);
  }
  return result;
}

test("whatever a text holds, it is a scenario or has located problems with a fix", () => {
  const text = readFileSync(new URL("testdata/everything.good.yaml", import.meta.url), "utf8");
  const draw = random(1, "mutations");
  for (let round = 0; round < 150; round++) {
    const mutation = mutated(text, draw);
    const loaded = parseScenario(mutation, "x.yaml");
    if ("scenario" in loaded) continue;
    const lines = mutation.split("\n");
    expect(loaded.problems.length).toBeGreaterThan(0);
    for (const { position, message, fix } of loaded.problems) {
      expect(message).not.toMatch(/Invalid (input|string|key|option)|undefined|\[object|zod/);
      expect(fix).toMatch(/[.?]$/);
      const line = lines[(position?.line ?? 1) - 1] ?? "";
      expect(position?.column ?? 1).toBeLessThanOrEqual(line.length + 1);
    }
    expect(formatProblems(loaded.problems)).toContain("Fix: ");
  }
});
