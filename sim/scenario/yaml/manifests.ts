import { Composer, LineCounter, Parser } from "yaml";
import { complaintOfNesting } from "./nesting.ts";
import type { Manifest } from "../scenario.ts";
import { isMapping } from "../schema/is-mapping.ts";
import type { Statement } from "../schema/statement.ts";

/** The objects in a file of Kubernetes YAML or JSON, read as kubectl reads it; or what is wrong with the file. */
export function readManifests(text: string): Manifest[] | Statement {
  const documents = readAsKubectl(text);
  if (!Array.isArray(documents)) return documents;
  const objects = documents.filter((value) => value !== null).flatMap(itemsOf);
  const wrong = objects.findIndex((value) => !isManifest(value));
  if (wrong !== -1) {
    return {
      message: `expected objects with apiVersion, kind and metadata.name, and object ${wrong + 1} of the file has not`,
      fix: "name a file that kubectl apply -f would take.",
    };
  }
  return objects.length > 0
    ? (objects as Manifest[])
    : { message: "expected Kubernetes objects, got an empty file", fix: "put at least one object into it." };
}

/** kubectl's YAML is that of version 1.1. */
function readAsKubectl(text: string): unknown[] | Statement {
  const lines = new LineCounter();
  const tokens = [...new Parser(lines.addNewLine).parse(text)];
  const composer = new Composer({ version: "1.1", prettyErrors: false, logLevel: "silent" });
  const wrong = (offset: number, message: string): Statement => ({
    message: `in line ${lines.linePos(offset).line} of the file: ${message}`,
    fix: "correct the file; kubectl apply would not take it either.",
  });
  const tooDeep = tokens.map(complaintOfNesting).find((complaint) => complaint !== undefined);
  if (tooDeep !== undefined) return wrong(tooDeep.range[0], tooDeep.message);
  const documents = [...composer.compose(tokens, false, text.length)];
  const error = documents.flatMap(({ errors }) => errors)[0];
  if (error !== undefined) return wrong(error.pos[0], error.message);
  try {
    return documents.map((document): unknown => document.toJS());
  } catch (error) {
    // Aliases of nothing, or of far too much.
    return wrong(0, error instanceof Error ? error.message : String(error));
  }
}

/** A List stands for its items. */
function itemsOf(value: unknown): unknown[] {
  return isMapping(value) && value["kind"] === "List" && Array.isArray(value["items"])
    ? value["items"]
    : [value];
}

function isManifest(value: unknown): value is Manifest {
  if (!isMapping(value)) return false;
  const { apiVersion, kind, metadata } = value;
  if (typeof apiVersion !== "string" || typeof kind !== "string" || !isMapping(metadata)) return false;
  const { name, namespace } = metadata;
  return typeof name === "string" && (namespace === undefined || typeof namespace === "string");
}
