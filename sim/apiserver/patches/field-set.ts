import { isRecord } from "../field-access.ts";
import { listMergeOf } from "./list-keys.ts";

/**
 * The fields that an applier owns, each as the way to it in the notation of `managedFields`: `f:spec`, then
 * `f:containers`, then `k:{"name":"a"}`, then `f:image`. Only leaves are listed.
 */
export type FieldSet = ReadonlyMap<string, readonly string[]>;

/** Which kind's lists have keys; undefined for custom resources, whose lists are replaced as a whole. */
export type ListKeys = string | undefined;

/** The leaves of an applied configuration, without what only says which object it is. */
export function fieldsOf(keys: ListKeys, config: Readonly<Record<string, unknown>>): FieldSet {
  const { apiVersion: _version, kind: _kind, metadata, ...rest } = config;
  const { name: _name, namespace: _namespace, ...about } = isRecord(metadata) ? metadata : {};
  const leaves: string[][] = [];
  collect({ ...(Object.keys(about).length === 0 ? {} : { metadata: about }), ...rest }, [], [], keys, leaves);
  return setOf(leaves.filter((leaf) => leaf.length > 0));
}

export function setOf(leaves: readonly (readonly string[])[]): FieldSet {
  return new Map(leaves.map((leaf) => [JSON.stringify(leaf), leaf]));
}

/** As `managedFields[].fieldsV1` nests it. */
export function toFieldsV1(fields: FieldSet): Readonly<Record<string, unknown>> {
  const root: FieldsV1 = new Map();
  for (const leaf of fields.values()) {
    let at = root;
    for (const step of leaf) {
      const below = at.get(step) ?? (new Map(step.startsWith("k:") ? [[".", new Map()]] : []) as FieldsV1);
      at.set(step, below);
      at = below;
    }
  }
  return plain(root);
}

/** The other way round. */
export function fromFieldsV1(fieldsV1: unknown): FieldSet {
  const leaves: string[][] = [];
  const walk = (node: unknown, path: readonly string[]) => {
    const steps = isRecord(node) ? Object.entries(node).filter(([step]) => step !== ".") : [];
    if (steps.length === 0 && path.length > 0) leaves.push([...path]);
    for (const [step, below] of steps) walk(below, [...path, step]);
  };
  walk(fieldsV1, []);
  return setOf(leaves);
}

/** Whether a client's `fieldsV1` is written as such: `f:` and a name, `k:` and an object, `v:` and a value, or `.`. */
export function isFieldsV1(value: unknown): value is Readonly<Record<string, unknown>> {
  return isRecord(value) && Object.entries(value).every(([step, below]) => isStep(step) && isFieldsV1(below));
}

function isStep(step: string): boolean {
  if (step === "." || step.startsWith("f:")) return true;
  if (!/^[kv]:/.test(step)) return false;
  try {
    const value: unknown = JSON.parse(step.slice(2));
    return step.startsWith("v:") || isRecord(value);
  } catch {
    return false;
  }
}

/** The value that a path leads to; undefined when it leads nowhere. */
export function valueAtField(value: unknown, path: readonly string[]): unknown {
  return path.reduce<unknown>((at, step) => {
    if (step.startsWith("f:")) return isRecord(at) ? at[step.slice(2)] : undefined;
    return Array.isArray(at) ? (at as unknown[]).find((item) => isItem(step, item)) : undefined;
  }, value);
}

/** A copy without the field that a path leads to, and without what is left empty on the way. */
export function withoutField(value: unknown, [step = "", ...rest]: readonly string[]): unknown {
  if (step.startsWith("f:")) return isRecord(value) ? withoutMember(value, step.slice(2), rest) : value;
  if (!Array.isArray(value)) return value;
  return (value as unknown[]).flatMap((item) => {
    if (!isItem(step, item)) return [item];
    const left = rest.length === 0 ? undefined : withoutOwnField(item, step, rest);
    return left === undefined || isHollow(left, step) ? [] : [left];
  });
}

/** An item of a list keeps its key for as long as it has anything else. */
function withoutOwnField(item: unknown, step: string, rest: readonly string[]): unknown {
  const isKey = rest.length === 1 && keyEntries(step).some(([key]) => rest[0] === `f:${key}`);
  return isKey ? item : withoutField(item, rest);
}

type FieldsV1 = Map<string, FieldsV1>;

function plain(node: FieldsV1): Record<string, unknown> {
  return Object.fromEntries([...node].map(([step, below]) => [step, plain(below)]));
}

function collect(
  value: unknown,
  names: readonly string[],
  path: readonly string[],
  keys: ListKeys,
  leaves: string[][],
): void {
  if (isRecord(value) && Object.keys(value).length > 0) {
    for (const [name, member] of Object.entries(value))
      collectMember(name, member, names, [...path, `f:${name}`], keys, leaves);
  } else leaves.push([...path]);
}

function collectMember(
  name: string,
  member: unknown,
  names: readonly string[],
  path: readonly string[],
  keys: ListKeys,
  leaves: string[][],
): void {
  const merge = Array.isArray(member) && keys !== undefined ? listMergeOf(keys, names, name) : undefined;
  if (!Array.isArray(member) || merge === undefined)
    return collect(member, [...names, name], path, keys, leaves);
  for (const item of member as unknown[]) {
    if (merge === "set") leaves.push([...path, `v:${JSON.stringify(item)}`]);
    else {
      const key = isRecord(item) ? item[merge.key] : undefined;
      collect(item, [...names, name], [...path, `k:${JSON.stringify({ [merge.key]: key })}`], keys, leaves);
    }
  }
}

function isItem(step: string, item: unknown): boolean {
  if (step.startsWith("v:")) return JSON.stringify(item) === step.slice(2);
  return keyEntries(step).every(([key, value]) => isRecord(item) && item[key] === value);
}

function keyEntries(step: string): [string, unknown][] {
  const key: unknown = JSON.parse(step.slice(2));
  return isRecord(key) ? Object.entries(key) : [];
}

/** Whether nothing but its key is left of a list item. */
function isHollow(item: unknown, step: string): boolean {
  const own = keyEntries(step).map(([key]) => key);
  return isRecord(item) && Object.keys(item).every((name) => own.includes(name));
}

function withoutMember(
  value: Readonly<Record<string, unknown>>,
  name: string,
  rest: readonly string[],
): Readonly<Record<string, unknown>> {
  const { [name]: member, ...others } = value;
  if (rest.length === 0 || member === undefined) return others;
  const left = withoutField(member, rest);
  const empty = Array.isArray(left) ? left.length === 0 : isRecord(left) && Object.keys(left).length === 0;
  return empty ? others : { ...value, [name]: left };
}
