import { kinds, type Kind } from "../../store/kinds.ts";
import { definitionKind } from "../../store/objects/custom-resource-definition.ts";
import { definedVersionsOf } from "../../store/objects/defined-versions.ts";
import type { Manifest } from "../scenario.ts";
import type { Statement } from "../schema/statement.ts";

/** The kind of a manifest's object, in whichever of its versions it is written; undefined where none is known. */
function kindOfManifest({ apiVersion, kind: name }: Manifest): Kind | undefined {
  const [version = "", group = ""] = apiVersion.split("/").reverse();
  return [...kinds.values()].find(
    (kind) =>
      kind.kind === name &&
      kind.group === group &&
      definedVersionsOf(kind).some((defined) => defined.name === version),
  );
}

/** What keeps a manifest's object from being applied; undefined when nothing does. */
export function problemOfKind(manifest: Manifest): Statement | undefined {
  const kind = kindOfManifest(manifest);
  const { apiVersion, metadata } = manifest;
  if (kind === definitionKind) {
    return {
      message: `the file defines kinds of its own, in CustomResourceDefinition ${metadata.name}`,
      fix: "kubectl apply it, and the objects of these kinds, to the cluster once it is up.",
    };
  }
  return kind === undefined
    ? {
        message: `no matches for kind "${manifest.kind}" in version "${apiVersion}", which ${metadata.name} is of`,
        fix: "take it out of the file, or correct its kind and apiVersion.",
      }
    : undefined;
}
