import { isRecord } from "../field-access.ts";
import { messageNamed, messageOfKind, type Field, type Message } from "../protobuf/messages.ts";
import type { Resource } from "../resource.ts";
import { prunedObject } from "../structural/prune.ts";
import type { JsonObject } from "../write/json-object.ts";
import { unknownFields } from "./top-level.ts";

/** An object without the fields that its kind does not have, and the ways to those. */
interface KnownFields {
  readonly object: JsonObject;
  readonly unknown: readonly string[];
}

/**
 * What is left of an object when it is decoded: of a built-in kind what its Go type has, of a custom resource
 * what the schema of its definition has.
 */
export function knownFieldsOf(resource: Resource, object: JsonObject): KnownFields {
  const unknown: string[] = [];
  const message = resource.custom ? undefined : messageOfKind(resource.kind.kind);
  if (message !== undefined) return { object: known(message, object, "", unknown, true), unknown };
  unknown.push(...unknownFields(resource, object));
  const ofKind = Object.fromEntries(Object.entries(object).filter(([name]) => !unknown.includes(name)));
  const { structure } = resource;
  return structure === undefined
    ? { object: ofKind, unknown }
    : { object: prunedObject(structure, ofKind, unknown), unknown };
}

const typeMeta: ReadonlySet<string> = new Set(["apiVersion", "kind"]);

function known(
  message: Message,
  value: Readonly<Record<string, unknown>>,
  path: string,
  unknown: string[],
  isObject: boolean,
): Readonly<Record<string, unknown>> {
  const fields = fieldsOf(message);
  const whole = isObject || message.fields.get(1)?.type === "ObjectMeta";
  const kept = Object.entries(value).flatMap(([name, member]): [string, unknown][] => {
    const at = path === "" ? name : `${path}.${name}`;
    if (whole && typeMeta.has(name)) return [[name, member]];
    const field = fields.get(name);
    if (field === undefined) {
      unknown.push(at);
      return [];
    }
    return [[name, knownMember(field, member, at, unknown)]];
  });
  return Object.fromEntries(kept);
}

function knownMember({ type, repeated }: Field, member: unknown, path: string, unknown: string[]): unknown {
  const message = messageNamed(type);
  if (message === undefined) return member;
  const one = (value: unknown, at: string) =>
    isRecord(value) ? known(message, value, at, unknown, false) : value;
  if (!repeated) return one(member, path);
  return Array.isArray(member) ? member.map((item, index) => one(item, `${path}[${index}]`)) : member;
}

const byName = new WeakMap<Message, ReadonlyMap<string, Field>>();

/** The fields of a message as JSON has them: those without a name are taken apart. */
function fieldsOf(message: Message): ReadonlyMap<string, Field> {
  const present = byName.get(message);
  if (present !== undefined) return present;
  const fields = new Map(
    [...message.fields.values()].flatMap((field): (readonly [string, Field])[] => {
      if (field.name !== undefined) return [[field.name, field]];
      const inline = messageNamed(field.type);
      return inline === undefined ? [] : [...fieldsOf(inline)];
    }),
  );
  byName.set(message, fields);
  return fields;
}
