import { isDeepStrictEqual } from "node:util";
import { timestampAt } from "../../clock/clock.ts";
import { isRecord } from "../field-access.ts";
import { serviceAccountOf, type Identity } from "../identity.ts";
import {
  fieldsOf,
  fromFieldsV1,
  isFieldsV1,
  setOf,
  toFieldsV1,
  valueAtField,
  type FieldSet,
} from "../patches/field-set.ts";
import type { Resource } from "../resource.ts";
import { isKubeVirtAccount } from "../validation/kubevirt-accounts.ts";
import type { WriteContext } from "./context.ts";
import type { JsonObject } from "./json-object.ts";

/** An entry of `metadata.managedFields`: what one writer has set, in one way. */
export interface ManagedFields {
  readonly manager: string;
  readonly operation: "Apply" | "Update";
  readonly apiVersion: string;
  readonly time: string;
  readonly fieldsType: "FieldsV1";
  readonly fieldsV1: unknown;
  readonly subresource?: string;
}

/** What of an object is written. */
type Part = "object" | "status";

/** The entries in an object's metadata, or in what a client sent as such: those that make sense. */
export function entriesIn(managedFields: unknown): readonly ManagedFields[] {
  if (!Array.isArray(managedFields)) return [];
  return managedFields.filter(
    (entry): entry is ManagedFields =>
      isRecord(entry) && typeof entry["manager"] === "string" && isFieldsV1(entry["fieldsV1"]),
  );
}

/** The entry of who writes these fields now. */
export function entryOf(
  { store }: WriteContext,
  { apiVersion }: Resource,
  writer: Pick<ManagedFields, "manager" | "operation">,
  fields: FieldSet,
  part: Part,
): ManagedFields {
  return {
    ...writer,
    apiVersion,
    time: timestampAt(store.clock, store.clock.now()),
    fieldsType: "FieldsV1",
    fieldsV1: toFieldsV1(fields),
    ...(part === "status" ? { subresource: "status" } : {}),
  };
}

/**
 * Who manages what once `next` has taken the place of `previous` by a plain write: who writes owns the fields
 * that it sets or changes, and nobody a field that is gone. What the components of the cluster write is not
 * kept track of.
 */
export function managedAfter(
  context: WriteContext,
  resource: Resource,
  previous: JsonObject,
  next: JsonObject,
  part: Part,
): readonly ManagedFields[] {
  const entries = entriesIn((next["metadata"] as JsonObject)["managedFields"]);
  if (isComponent(context.identity)) return entries;
  const keys = resource.custom ? undefined : resource.kind.kind;
  const fields = fieldsOf(keys, ownedPart(next, part));
  const changed = setOf(
    [...fields.values()].filter(
      (field) => !isDeepStrictEqual(valueAtField(previous, field), valueAtField(next, field)),
    ),
  );
  const writer = { manager: managerOf(context), operation: "Update" as const };
  const mine = entries.find((entry) => isOf(entry, writer, part));
  const kept = entries.flatMap((entry) => {
    const left = [...fromFieldsV1(entry.fieldsV1)].filter(
      ([key, field]) => valueAtField(next, field) !== undefined && (entry === mine || !changed.has(key)),
    );
    return withFields(
      entry,
      left.map(([, field]) => field),
    );
  });
  if (changed.size === 0) return kept;
  const before = mine === undefined ? [] : [...fromFieldsV1(mine.fieldsV1).values()];
  const owned = setOf([
    ...before.filter((field) => valueAtField(next, field) !== undefined),
    ...changed.values(),
  ]);
  return [
    ...kept.filter((entry) => !isOf(entry, writer, part)),
    entryOf(context, resource, writer, owned, part),
  ];
}

/** Whether an entry is that of a writer, for this part of the object. */
export function isOf(
  { manager, operation, subresource }: ManagedFields,
  writer: Pick<ManagedFields, "manager" | "operation">,
  part: Part,
): boolean {
  const ofPart = subresource === (part === "status" ? "status" : undefined);
  return manager === writer.manager && operation === writer.operation && ofPart;
}

/** The entry with these fields and no others: itself when they are what it has, none when there are none. */
export function withFields(entry: ManagedFields, fields: readonly (readonly string[])[]): ManagedFields[] {
  if (fields.length === 0) return [];
  const fieldsV1 = toFieldsV1(setOf(fields));
  return [isDeepStrictEqual(fieldsV1, entry.fieldsV1) ? entry : { ...entry, fieldsV1 }];
}

/** What a client says it is called, or the program that its User-Agent names. */
function managerOf({ options, request }: WriteContext): string {
  if (options.fieldManager !== undefined) return options.fieldManager;
  const [program = ""] = (request?.headers["user-agent"] ?? "").split("/");
  return program === "" ? "unknown" : program.slice(0, 128);
}

function isComponent(identity: Identity): boolean {
  const account = serviceAccountOf(identity.name);
  return (
    isKubeVirtAccount(identity) ||
    account?.namespace === "kube-system" ||
    identity.groups.includes("system:nodes")
  );
}

const ownedMetadata = ["annotations", "finalizers", "labels", "ownerReferences"];

/** What of an object its writers own: not what is the server's to say, nor the part that was not written. */
function ownedPart({ metadata, status, ...rest }: JsonObject, part: Part): JsonObject {
  if (part === "status") return status === undefined ? {} : { status };
  const about = Object.entries(isRecord(metadata) ? metadata : {}).filter(([name]) =>
    ownedMetadata.includes(name),
  );
  return { ...rest, ...(about.length === 0 ? {} : { metadata: Object.fromEntries(about) }) };
}
