import { isRecord } from "../field-access.ts";
import {
  isEmbedded,
  itemsOf,
  keepsUnknown,
  propertiesOf,
  propertyOf,
  type StructuralSchema,
} from "./schema.ts";

/** What every object has, whatever its schema says. */
const ofEveryObject: ReadonlySet<string> = new Set(["apiVersion", "kind", "metadata"]);

/**
 * The object without what its schema does not know; what that was is added to `unknown`, each field as the way
 * to it: `spec.ports[0].nam`.
 */
export function prunedObject(
  schema: StructuralSchema,
  object: Readonly<Record<string, unknown>>,
  unknown: string[],
): Readonly<Record<string, unknown>> {
  return prunedRecord(schema, object, "", unknown, true);
}

function pruned(
  schema: StructuralSchema | undefined,
  value: unknown,
  path: string,
  unknown: string[],
): unknown {
  if (schema === undefined) return value;
  if (Array.isArray(value))
    return value.map((item, index) => pruned(itemsOf(schema), item, `${path}[${index}]`, unknown));
  return isRecord(value) ? prunedRecord(schema, value, path, unknown, isEmbedded(schema)) : value;
}

function prunedRecord(
  schema: StructuralSchema,
  value: Readonly<Record<string, unknown>>,
  path: string,
  unknown: string[],
  whole: boolean,
): Readonly<Record<string, unknown>> {
  const kept = Object.entries(value).flatMap(([name, member]): [string, unknown][] => {
    const at = path === "" ? name : `${path}.${name}`;
    if (whole && ofEveryObject.has(name)) return [[name, member]];
    if (!Object.hasOwn(propertiesOf(schema), name) && !keepsUnknown(schema)) {
      unknown.push(at);
      return [];
    }
    return [[name, pruned(propertyOf(schema, name), member, at, unknown)]];
  });
  return Object.fromEntries(kept);
}
