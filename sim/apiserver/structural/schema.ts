import { isRecord } from "../field-access.ts";

/**
 * The structural OpenAPI v3 schema of a custom resource, or of a part of it, as a user's definition has it:
 * nothing in it is sure to be of the type that it should be.
 */
export type StructuralSchema = Readonly<Record<string, unknown>>;

export function propertiesOf({ properties }: StructuralSchema): Readonly<Record<string, unknown>> {
  return isRecord(properties) ? properties : {};
}

/** What a schema says of a property; undefined when it does not know it. */
export function propertyOf(schema: StructuralSchema, name: string): StructuralSchema | undefined {
  const known = propertiesOf(schema);
  return schemaIn(Object.hasOwn(known, name) ? known[name] : schema["additionalProperties"]);
}

/** What a schema says of the items of a list. */
export function itemsOf({ items }: StructuralSchema): StructuralSchema | undefined {
  return schemaIn(items);
}

/** Whether a property that the schema does not know may be there all the same. */
export function keepsUnknown(schema: StructuralSchema): boolean {
  const { additionalProperties } = schema;
  return (
    schema["x-kubernetes-preserve-unknown-fields"] === true ||
    additionalProperties === true ||
    isRecord(additionalProperties)
  );
}

/** Whether what it describes is an object of its own, with kind and metadata. */
export function isEmbedded(schema: StructuralSchema): boolean {
  return schema["x-kubernetes-embedded-resource"] === true;
}

export function schemaIn(value: unknown): StructuralSchema | undefined {
  return isRecord(value) ? value : undefined;
}
