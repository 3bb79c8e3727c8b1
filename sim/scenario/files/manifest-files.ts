import type { Complain, Placed } from "../complaint.ts";
import type { Manifest } from "../scenario.ts";
import type { ScenarioSource } from "../scenario-source.ts";
import { problemOfKind } from "./manifest-kind.ts";
import { readManifests } from "../yaml/manifests.ts";

const notRead = { message: "the file was not read", fix: "load the scenario from its own file." };

/** The objects in a file that the scenario names at this place; what is wrong with the file is said there. */
export function objectsIn(
  { path, value: file }: Placed<string>,
  { absolute, surroundings }: ScenarioSource,
  complain: Complain,
): Manifest[] {
  const found = surroundings.texts.get(absolute(file)) ?? notRead;
  const manifests = "text" in found ? readManifests(found.text) : found;
  if (!Array.isArray(manifests)) {
    complain({ path, ...manifests });
    return [];
  }
  const problem = manifests.map(problemOfKind).find((statement) => statement !== undefined);
  if (problem !== undefined) complain({ path, ...problem });
  return manifests;
}
