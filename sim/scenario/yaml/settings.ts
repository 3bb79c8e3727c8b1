import { isAlias, isMap, isScalar, isSeq, YAMLMap, type Document, type Node, type YAMLSeq } from "yaml";
import { readYaml } from "./document.ts";
import type { SettingComplaint } from "../complaint.ts";
import type { Statement } from "../schema/statement.ts";
import { parseSettingPath } from "./setting-path.ts";
import { choiceOf } from "../suggest.ts";

interface AppliedSettings {
  /** The nodes that were put into the document, each with its setting. */
  readonly made: ReadonlyMap<Node, string>;
  readonly complaints: readonly SettingComplaint[];
}

/**
 * Puts values into a scenario's YAML, each at its path; of two for one path the later wins.
 *
 * A path is keys with dots between them. An item of a list is named by its `name`, or by its number from 0:
 * `nodes.a.capacity.cpu`, `timeline.0.at`, `nodes.a.labels["example.com/role"]`. What is missing on the way
 * is made, except items of lists. The value is YAML: `5`, `12m`, `{cores: 2}`.
 */
export function applySettings(document: Document, settings: readonly string[]): AppliedSettings {
  const made = new Map<Node, string>();
  const complaints: SettingComplaint[] = [];
  for (const setting of settings) {
    const problem = applySetting(document, setting, (node) => made.set(node, setting));
    if (problem !== undefined) complaints.push({ setting, ...problem });
  }
  return { made, complaints };
}

type Note = (made: Node) => void;

/** Returns what is wrong with the setting, if anything. */
function applySetting(document: Document, setting: string, note: Note): Statement | undefined {
  const equals = setting.indexOf("=");
  const path = parseSettingPath(setting.slice(0, Math.max(0, equals)));
  if (path === undefined) {
    return {
      message: "expected PATH=VALUE",
      fix: "write --set virtualMachines.web.replicas=5, for example.",
    };
  }
  const value = parseValue(setting.slice(equals + 1));
  if ("message" in value) return value;
  const holder = holderOf(document, path, note);
  if ("message" in holder) return holder;
  const node = document.createNode(value.value, { aliasDuplicateObjects: false });
  const key = isSeq(holder) ? indexIn(holder, path.at(-1) ?? "") : path.at(-1);
  if (typeof key === "object") return key;
  holder.set(key, node);
  note(node);
  return undefined;
}

function parseValue(text: string): { readonly value: unknown } | Statement {
  const { document, complaints } = readYaml(text);
  const [complaint] = complaints;
  if (complaint !== undefined) return { message: complaint.message, fix: complaint.fix };
  const value: unknown = document?.toJS();
  if (value !== null && value !== undefined) return { value };
  return { message: "expected a value behind the =, got nothing", fix: "write PATH=VALUE." };
}

/** The mapping or list that a path's last step is in; makes mappings where there is nothing. */
function holderOf(document: Document, path: readonly string[], note: Note): YAMLMap | YAMLSeq | Statement {
  let here: unknown = document.contents;
  for (const [index, step] of path.entries()) {
    if (!isMap(here) && !isSeq(here)) return nothingBelow(here, step);
    if (index === path.length - 1) return here;
    const key = isSeq(here) ? indexIn(here, step) : step;
    if (typeof key === "object") return key;
    const next: unknown = here.get(key, true);
    here = isAbsent(next) ? makeMapping(here, key, note) : next;
  }
  return nothingBelow(here, "");
}

function isAbsent(node: unknown): boolean {
  return node === undefined || (isScalar(node) && node.value === null);
}

function makeMapping(holder: YAMLMap | YAMLSeq, key: string | number, note: Note): YAMLMap {
  const mapping = new YAMLMap();
  holder.set(key, mapping);
  note(mapping);
  return mapping;
}

function nothingBelow(node: unknown, step: string): Statement {
  return isAlias(node)
    ? {
        message: `*${node.source} is an alias, and what it stands for is written elsewhere`,
        fix: `set ${step} at its anchor, &${node.source}.`,
      }
    : { message: `there can be no ${step} in a plain value`, fix: "set the whole value." };
}

/** The index of a list's item with this name or number. */
function indexIn(list: YAMLSeq, step: string): number | Statement {
  const names = list.items.map((item) => (isMap(item) ? item.get("name") : undefined));
  const named = names.indexOf(step);
  if (named !== -1) return named;
  if (/^\d+$/.test(step) && Number(step) < list.items.length) return Number(step);
  const known = names.filter((name) => typeof name === "string");
  return {
    message: `no item of the list is named ${step}`,
    fix: known.length === 0 ? `name it by its number, 0 … ${list.items.length - 1}.` : choiceOf(step, known),
  };
}
