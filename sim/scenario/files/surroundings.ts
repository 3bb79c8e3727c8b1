import { readText } from "./text-file.ts";
import { matchesAnyFile } from "./glob.ts";
import type { Statement } from "../schema/statement.ts";
import type { ScenarioFile } from "../schema/scenario.ts";
import type { UsableShape } from "../shape.ts";

/** What was found of the files that a scenario names, by absolute path. */
export interface Surroundings {
  readonly texts: ReadonlyMap<string, { readonly text: string } | Statement>;
  /** Rule files, with wildcards or without, that there is none of. */
  readonly missing: ReadonlySet<string>;
}

/** For those who judge a text alone. */
export const nothingSeen: Surroundings = { texts: new Map(), missing: new Set() };

/** Reads the manifests that a scenario names, and looks whether its rule files are there. */
export async function lookAround(
  { file }: UsableShape,
  absolute: (path: string) => string,
): Promise<Surroundings> {
  const manifests = new Set(manifestsOf(file).map(absolute));
  const texts = await Promise.all([...manifests].map(async (path) => [path, await readText(path)] as const));
  const ruleFiles = await Promise.all(
    file.prometheus.ruleFiles
      .map(absolute)
      .map(async (path) => ({ path, isThere: await matchesAnyFile(path) })),
  );
  return {
    texts: new Map(texts),
    missing: new Set(ruleFiles.filter(({ isThere }) => !isThere).map(({ path }) => path)),
  };
}

function manifestsOf({ manifests, virtualMachines, timeline }: ScenarioFile): string[] {
  const entries = typeof virtualMachines === "number" ? [] : virtualMachines;
  return [
    ...manifests,
    ...entries.flatMap((entry) => ("manifest" in entry ? [entry.manifest] : [])),
    ...timeline.flatMap((event) => ("apply" in event ? event.apply.manifests : [])),
  ];
}
