import { faultKinds } from "../faults/registry.ts";
import { faultKindNames, type FaultKind } from "../faults/fault.ts";
import { workloadTypes, type WorkloadType } from "../model/workload.ts";
import { workloadKinds } from "../model/workloads/registry.ts";
import { scenarioJsonSchema, type JsonSchema } from "./json-schema.ts";
import { inColumns } from "./columns.ts";
import { formatParameter } from "./parameter-text.ts";
import { eventWords } from "./schema/timeline.ts";
import { parseSettingPath } from "./yaml/setting-path.ts";

/**
 * The reference text of a kind of fault, a workload, an event of the timeline, or a key of the scenario format;
 * undefined for anything else.
 *
 * @param word `connection-reset`, `database`, `migrate`, or a key as kubectl explain takes it: `virtualMachines.disks`
 */
export function referenceOf(word: string): string | undefined {
  const kind = faultKindNames.find((name) => name === word);
  if (kind !== undefined) return faultReference(faultKinds[kind]);
  const workload = workloadTypes.find((type) => type === word);
  if (workload !== undefined) return workloadReference(workload);
  const path = eventWords.some((doing) => doing === word) ? `timeline.${word}` : word;
  const schema = schemaAt(path);
  return schema === undefined ? undefined : keyReference(path, schema);
}

/** What a key of the scenario format is, in a sentence or two. */
export function descriptionAt(path: string): string {
  return textOf(schemaAt(path) ?? {});
}

function faultReference({ name, description, settings }: FaultKind): string {
  const rows = Object.entries(settings).map(([setting, { description: text, usual }]) => [
    setting,
    usual === undefined ? text : `${text} Usual: ${String(usual)}.`,
  ]);
  return page(`fault: ${name}`, description, rows);
}

function workloadReference(type: WorkloadType): string {
  const { description, parameters } = workloadKinds[type];
  const rows = Object.entries(parameters).map(([name, { description: text, unit, default: usual }]) => [
    name,
    `${text} Usual: ${formatParameter(usual, unit)}${unit.endsWith("/s") ? " a second" : ""}.`,
  ]);
  return page(`workload: ${type}`, description, rows);
}

function keyReference(path: string, schema: JsonSchema): string {
  const shapes = shapesIn(schema);
  const kinds = [...new Set(shapes.map(kindOf))];
  const usual = "default" in schema ? [`Usual: ${JSON.stringify(schema["default"])}.`] : [];
  const keys = new Map<string, JsonSchema>();
  for (const [key, inside] of shapes.flatMap((shape) => Object.entries(propertiesOf(shape)))) {
    if (!keys.has(key)) keys.set(key, inside);
  }
  return page(
    path,
    [textOf(schema), `It is ${kinds.join(", or ")}.`, ...usual].join(" "),
    [...keys].map(([key, inside]) => [key, textOf(inside)]),
  );
}

function page(title: string, text: string, rows: readonly (readonly string[])[]): string {
  return [
    title,
    "",
    text,
    ...(rows.length === 0 ? [] : ["", ...inColumns(rows).map((row) => `  ${row}`)]),
  ].join("\n");
}

/** The schema of a key; of one that several shapes have, the first. */
function schemaAt(path: string): JsonSchema | undefined {
  const steps = parseSettingPath(path);
  if (steps === undefined) return undefined;
  let here: JsonSchema | undefined = scenarioJsonSchema();
  for (const step of steps) {
    const shapes: readonly JsonSchema[] = here === undefined ? [] : shapesIn(here);
    here = shapes.map(propertiesOf).find((properties) => Object.hasOwn(properties, step))?.[step];
  }
  return here;
}

/** What a value may be: each alternative, and what a list is of. */
function shapesIn(schema: JsonSchema): JsonSchema[] {
  const alternatives = schema["anyOf"] as readonly JsonSchema[] | undefined;
  if (alternatives !== undefined) return alternatives.flatMap(shapesIn);
  return [schema, ...("items" in schema ? shapesIn(schema["items"] as JsonSchema) : [])];
}

function propertiesOf(schema: JsonSchema): Readonly<Record<string, JsonSchema>> {
  return (schema["properties"] ?? {}) as Readonly<Record<string, JsonSchema>>;
}

function textOf({ description = "" }: JsonSchema): string {
  return description as string;
}

function kindOf(schema: JsonSchema): string {
  const { type, enum: words, minimum, maximum } = schema;
  if ("const" in schema) return String(schema["const"]);
  if (Array.isArray(words)) return `one of ${words.join(", ")}`;
  if (Array.isArray(type)) return "a text or a number";
  switch (type) {
    case "object":
      return "a mapping";
    case "array":
      return "a list";
    case "boolean":
      return "true or false";
    case "integer":
    case "number":
      return `${type === "integer" ? "a whole number" : "a number"} from ${String(minimum)} to ${String(maximum)}`;
    default:
      return "a text";
  }
}
