import { isScalar, type Document } from "yaml";
import { buildScenario } from "./build.ts";
import type { AnyComplaint } from "./complaint.ts";
import { readYaml, type YamlText } from "./yaml/document.ts";
import type { ScenarioProblem } from "./errors.ts";
import { readText } from "./files/text-file.ts";
import { located } from "./yaml/locate.ts";
import type { Scenario } from "./scenario.ts";
import { absoluteFrom, sourceOf } from "./scenario-source.ts";
import { applySettings } from "./yaml/settings.ts";
import { shapeOf, type Shape, type UsableShape } from "./shape.ts";
import { lookAround, nothingSeen, type Surroundings } from "./files/surroundings.ts";

export { formatProblems, type ScenarioProblem } from "./errors.ts";

/** A scenario, or everything that is wrong with it. */
export type LoadResult = { readonly scenario: Scenario } | { readonly problems: readonly ScenarioProblem[] };

/**
 * Reads a scenario file, and the files that it names. Never throws for what these are or hold.
 *
 * @param settings values to put into it first, each as `PATH=VALUE`; see `applySettings`
 */
export async function loadScenario(file: string, settings: readonly string[] = []): Promise<LoadResult> {
  const text = await readText(file);
  if (!("text" in text)) return { problems: [{ file, path: "", ...text }] };
  const read = readScenario(text.text, file, settings);
  if ("problems" in read) return read;
  return judge(read, isUsable(read.shape) ? await lookAround(read.shape, absoluteFrom(file)) : nothingSeen);
}

/**
 * Reads a scenario from its text. Does not look whether the files that it names are there.
 *
 * @param file where the text is from, as the user named it; relative paths in it are relative to that
 */
export function parseScenario(text: string, file: string, settings: readonly string[] = []): LoadResult {
  const read = readScenario(text, file, settings);
  return "problems" in read ? read : judge(read, nothingSeen);
}

/** A scenario that was read, and not judged as a whole. */
interface ReadScenario {
  readonly file: string;
  readonly yaml: YamlText;
  readonly shape: Shape;
  readonly made: ReturnType<typeof applySettings>["made"];
  readonly complaints: readonly AnyComplaint[];
}

function readScenario(
  text: string,
  file: string,
  settings: readonly string[],
): ReadScenario | { readonly problems: readonly ScenarioProblem[] } {
  const yaml = readYaml(text);
  const { document } = yaml;
  if (document === undefined) return { problems: located({ file, yaml, made: new Map() }, yaml.complaints) };
  if (isEmpty(document)) return { problems: [{ file, path: "", ...emptyText }] };
  const { made, complaints } = applySettings(document, settings);
  const shape = shapeOf(document.toJS({ maxAliasCount: -1 }));
  return { file, yaml, shape, made, complaints: [...yaml.complaints, ...complaints, ...shape.complaints] };
}

function judge(
  { file, yaml, shape, made, complaints: known }: ReadScenario,
  surroundings: Surroundings,
): LoadResult {
  const complaints = [...known];
  const scenario = isUsable(shape)
    ? buildScenario(shape, sourceOf(file, surroundings), (complaint) => complaints.push(complaint))
    : undefined;
  return scenario === undefined || complaints.length > 0
    ? { problems: located({ file, yaml, made }, complaints) }
    : { scenario };
}

function isEmpty({ contents }: Document): boolean {
  return contents === null || (isScalar(contents) && contents.value === null);
}

const emptyText = {
  message: "expected a scenario, got an empty file",
  fix: "begin with nodes: 3 and virtualMachines: 12, each on a line.",
};

function isUsable(shape: Shape): shape is UsableShape {
  return shape.file !== undefined;
}
