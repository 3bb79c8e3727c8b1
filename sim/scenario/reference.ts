import { isDeepStrictEqual } from "node:util";
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
  const kinds = kindsOf(alternativesIn(schema));
  const usual = "default" in schema ? [`Usual: ${JSON.stringify(schema["default"])}.`] : [];
  const keys = [...new Set(shapes.flatMap((shape) => Object.keys(propertiesOf(shape))))];
  return page(
    path,
    [textOf(schema), `It is ${kinds.join(", or ")}.`, ...usual].join(" "),
    keys.map((key) => [key, textOf(insideOf(shapes, key) ?? {})]),
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

/** The schema of a key; of one that several shapes have, what each of them says of it. */
function schemaAt(path: string): JsonSchema | undefined {
  const steps = parseSettingPath(path);
  if (steps === undefined) return undefined;
  let here: JsonSchema | undefined = scenarioJsonSchema();
  for (const step of steps) {
    here = here === undefined ? undefined : insideOf(shapesIn(here), step);
  }
  return here;
}

function insideOf(shapes: readonly JsonSchema[], key: string): JsonSchema | undefined {
  const all = shapes
    .map(propertiesOf)
    .map((properties) => (Object.hasOwn(properties, key) ? properties[key] : undefined))
    .filter(isPossible);
  const [first] = all;
  if (first === undefined || all.every((one) => isDeepStrictEqual(one, first))) return first;
  const texts = new Set(all.map(textOf));
  return { description: [...texts].join(" "), anyOf: all };
}

/** The shape of what is wrong anyway is there to say what is wrong about it: it can have no value. */
function isPossible(schema: JsonSchema | undefined): schema is JsonSchema {
  return schema !== undefined && !("not" in schema);
}

/** What a value may be. */
function alternativesIn(schema: JsonSchema): JsonSchema[] {
  const alternatives = schema["anyOf"] as readonly JsonSchema[] | undefined;
  return alternatives === undefined ? [schema] : alternatives.flatMap(alternativesIn);
}

/** What a value may be, and where that is a list, what the list is of. */
function shapesIn(schema: JsonSchema): JsonSchema[] {
  return alternativesIn(schema).flatMap((shape) => [
    shape,
    ...("items" in shape ? shapesIn(shape["items"] as JsonSchema) : []),
  ]);
}

/** Single words are told together. */
function kindsOf(alternatives: readonly JsonSchema[]): string[] {
  const words = alternatives.flatMap((schema) => ("const" in schema ? [String(schema["const"])] : []));
  const others = alternatives.filter((schema) => !("const" in schema)).map(kindOf);
  const [word, ...more] = new Set(words);
  if (word === undefined) return [...new Set(others)];
  return [more.length === 0 ? word : `one of ${[word, ...more].join(", ")}`, ...new Set(others)];
}

function propertiesOf(schema: JsonSchema): Readonly<Record<string, JsonSchema>> {
  return (schema["properties"] ?? {}) as Readonly<Record<string, JsonSchema>>;
}

function textOf({ description = "" }: JsonSchema): string {
  return description as string;
}

function kindOf(schema: JsonSchema): string {
  const { type, enum: words, minimum, maximum } = schema;
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
