import { isRecord } from "../field-access.ts";
import { itemsOf, propertiesOf, propertyOf, schemaIn, type StructuralSchema } from "./schema.ts";

/** A value with the defaults of what it leaves out, or has as null where null is no value. */
export function defaulted(schema: StructuralSchema | undefined, value: unknown): unknown {
  if (schema === undefined) return value;
  if (Array.isArray(value)) return value.map((item: unknown) => defaulted(itemsOf(schema), item));
  if (!isRecord(value)) return value;
  const complete = { ...missingOf(schema, value), ...withoutReplaced(schema, value) };
  return Object.fromEntries(
    Object.entries(complete).map(([name, member]) => [name, defaulted(propertyOf(schema, name), member)]),
  );
}

function missingOf(schema: StructuralSchema, value: Readonly<Record<string, unknown>>) {
  const properties = Object.entries(propertiesOf(schema));
  return Object.fromEntries(
    properties.flatMap(([name, property]) => {
      const wanted = defaultOf(property);
      return wanted !== undefined && isAbsent(property, value[name]) ? [[name, structuredClone(wanted)]] : [];
    }),
  );
}

function withoutReplaced(schema: StructuralSchema, value: Readonly<Record<string, unknown>>) {
  const properties = propertiesOf(schema);
  const stays = ([name, member]: [string, unknown]) =>
    defaultOf(properties[name]) === undefined || !isAbsent(properties[name], member);
  return Object.fromEntries(Object.entries(value).filter(stays));
}

function defaultOf(property: unknown): unknown {
  return schemaIn(property)?.["default"];
}

function isAbsent(property: unknown, member: unknown): boolean {
  return member === undefined || (member === null && schemaIn(property)?.["nullable"] !== true);
}
