import { basename, dirname, resolve } from "node:path";
import { isScalar, type Document } from "yaml";
import { buildScenario, type ScenarioSource } from "./build.ts";
import type { AnyComplaint } from "./complaint.ts";
import { readYaml } from "./document.ts";
import type { ScenarioProblem } from "./errors.ts";
import { readText } from "./file.ts";
import { located } from "./locate.ts";
import type { Scenario } from "./scenario.ts";
import { nameLike } from "./schema/leaves.ts";
import { applySettings } from "./settings.ts";
import { shapeOf, type UsableShape } from "./shape.ts";

export { formatProblems, type ScenarioProblem } from "./errors.ts";

/** A scenario, or everything that is wrong with it. */
export type LoadResult = { readonly scenario: Scenario } | { readonly problems: readonly ScenarioProblem[] };

/**
 * Reads a scenario file. Never throws for what the file is or holds.
 *
 * @param settings values to put into it first, each as `PATH=VALUE`; see `applySettings`
 */
export async function loadScenario(file: string, settings: readonly string[] = []): Promise<LoadResult> {
  const read = await readText(file);
  return "text" in read
    ? parseScenario(read.text, file, settings)
    : { problems: [{ file, path: "", ...read }] };
}

/**
 * Reads a scenario from its text.
 *
 * @param file where the text is from, as the user named it; relative paths in it are relative to that
 */
export function parseScenario(text: string, file: string, settings: readonly string[] = []): LoadResult {
  const yaml = readYaml(text);
  const { document } = yaml;
  if (document === undefined) return { problems: located({ file, yaml, made: new Map() }, yaml.complaints) };
  if (isEmpty(document)) return { problems: [{ file, path: "", ...emptyText }] };
  const applied = applySettings(document, settings);
  const shape = shapeOf(document.toJS({ maxAliasCount: -1 }));
  const complaints: AnyComplaint[] = [...yaml.complaints, ...applied.complaints, ...shape.complaints];
  const scenario = isUsable(shape)
    ? buildScenario(shape, sourceOf(file), (complaint) => complaints.push(complaint))
    : undefined;
  return scenario === undefined || complaints.length > 0
    ? { problems: located({ file, yaml, made: applied.made }, complaints) }
    : { scenario };
}

function sourceOf(file: string): ScenarioSource {
  return {
    defaultName: nameLike(basename(file).replace(/\.ya?ml$/, "")) || "scenario",
    absolute: (path) => resolve(dirname(file), path),
  };
}

function isEmpty({ contents }: Document): boolean {
  return contents === null || (isScalar(contents) && contents.value === null);
}

const emptyText = {
  message: "expected a scenario, got an empty file",
  fix: "begin with nodes: 3 and virtualMachines: 12, each on a line.",
};

function isUsable(shape: ReturnType<typeof shapeOf>): shape is UsableShape {
  return shape.file !== undefined;
}
