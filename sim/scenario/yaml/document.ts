import { Composer, LineCounter, Parser, type Document, type YAMLError } from "yaml";
import type { TextComplaint } from "../complaint.ts";
import { complaintOfNesting } from "./nesting.ts";
import { TextWalk, type AliasTargets } from "./text-walk.ts";

/** A text that was read as YAML 1.2. */
export interface YamlText {
  readonly text: string;
  readonly lines: LineCounter;
  readonly complaints: readonly TextComplaint[];
  /** Undefined where the complaints leave nothing that could be looked at further. */
  readonly document: Document.Parsed | undefined;
  readonly aliasTargets: AliasTargets;
}

/** Reads a text as one YAML document, and says what is wrong with it as such. */
export function readYaml(text: string): YamlText {
  const lines = new LineCounter();
  const unusable = (complaints: readonly TextComplaint[]): YamlText => ({
    text,
    lines,
    complaints,
    document: undefined,
    aliasTargets: new Map(),
  });
  const tokens = [...new Parser(lines.addNewLine).parse(text)];
  const tooDeep = tokens.map(complaintOfNesting).find((complaint) => complaint !== undefined);
  if (tooDeep !== undefined) return unusable([tooDeep]);
  const composer = new Composer({ prettyErrors: false, uniqueKeys: false, logLevel: "silent" });
  const [document, second] = composer.compose(tokens, true, text.length);
  if (second !== undefined) return unusable([severalDocuments(second.range[0])]);
  if (document === undefined)
    throw new Error("the YAML composer yielded no document although it was told to");
  if (document.errors.length > 0)
    return unusable(document.errors.slice(0, 1).map((error) => fromYaml(error, text)));
  const walk = new TextWalk(document.contents);
  const complaints = [...document.warnings.map((warning) => fromYaml(warning, text)), ...walk.complaints];
  return {
    text,
    lines,
    complaints,
    document: walk.expandable ? document : undefined,
    aliasTargets: walk.aliasTargets,
  };
}

function severalDocuments(offset: number): TextComplaint {
  return {
    range: [offset, offset + 3],
    message: "expected one YAML document, got a second one that begins here",
    fix: "give each scenario a file of its own, and delete this `---` line.",
  };
}

/** What to do about the YAML library's errors, by its code. Those of one text follow from the first. */
const yamlFixes: Readonly<Record<string, string>> = {
  BAD_INDENT: "line the keys of one mapping up, and close every bracket before the next key.",
  TAB_AS_INDENT: "indent with spaces; YAML allows no tabs there.",
  MISSING_CHAR: "add what is missing; look at the quotes, the brackets and the indentation.",
  BLOCK_AS_IMPLICIT_KEY: 'quote a text that contains ": ", or put what follows the key on lines of its own.',
  BLOCK_IN_FLOW: "write what stands inside { } or [ ] with brackets and commas, not with indentation.",
  BAD_SCALAR_START: "put the value in quotes.",
  BAD_DQ_ESCAPE: 'use \\\\ for a backslash inside "…", or write the value in single quotes.',
  TAG_RESOLVE_FAILED: "delete the tag (the word that begins with `!`).",
};

function fromYaml({ code, pos, message }: YAMLError, text: string): TextComplaint {
  return {
    // What is missing at the end of the file is missed behind the last thing in it.
    range: [Math.min(pos[0], text.trimEnd().length), pos[1]],
    message: `not valid YAML: ${message}`,
    fix: yamlFixes[code] ?? "correct the YAML here.",
  };
}
