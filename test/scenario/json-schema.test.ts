import { readFileSync, readdirSync } from "node:fs";
import { parse } from "yaml";
import { expect, test } from "vitest";
import { z } from "zod";
import { scenarioJsonSchema, type JsonSchema } from "../../sim/scenario/json-schema.ts";

const schema = scenarioJsonSchema();
const accepts = (value: unknown) => z.fromJSONSchema(schema).safeParse(value).success;

test("it accepts every shipped scenario, and what else is right", () => {
  const folder = new URL("../../scenarios/", import.meta.url);
  const texts = [
    ...readdirSync(folder).map((file) => readFileSync(new URL(file, folder), "utf8")),
    readFileSync(new URL("testdata/everything.good.yaml", import.meta.url), "utf8"),
    "nodes: 3\nvirtualMachines: 12",
  ];
  for (const text of texts) expect(accepts(parse(text))).toBe(true);
});

test("it refuses unknown keys, wrong types and words that are none, at every depth", () => {
  for (const text of [
    "colour: red",
    "nodes: none",
    "nodes: [{ name: a, cpus: 3 }]",
    "virtualMachines: [{ name: a, workload: wbe }]",
    "virtualMachines: [{ name: a, workload: { type: web, dirtRate: 1Mi } }]",
    "timeline: [{ at: 5 minutes, stop: { vm: a } }]",
    "timeline: [{ at: 5m, stop: { vms: a } }]",
    "duration: 40",
  ]) {
    expect(accepts(parse(text)), text).toBe(false);
  }
});

/** The keys of all mappings in a schema that say nothing of themselves, as paths. */
function undescribed(part: JsonSchema, path: string): string[] {
  const properties = Object.entries((part["properties"] ?? {}) as Record<string, JsonSchema>);
  const inside = [part["items"], ...((part["anyOf"] ?? []) as unknown[])].filter(
    (child) => child !== undefined,
  );
  return [
    ...properties.flatMap(([key, child]) => [
      ...(["description", "not"].some((key) => key in child) ? [] : [`${path}.${key}`]),
      ...undescribed(child, `${path}.${key}`),
    ]),
    ...inside.flatMap((child) => undescribed(child as JsonSchema, path)),
  ];
}

test("every key is described, for people who write one in an editor", () => {
  expect(undescribed(schema, "")).toEqual([]);
});
