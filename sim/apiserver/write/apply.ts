import { isDeepStrictEqual } from "node:util";
import type { KubeObject } from "../../store/object.ts";
import { isRecord, textAt } from "../field-access.ts";
import { applyMerge } from "../patches/apply-merge.ts";
import {
  fieldsOf,
  fromFieldsV1,
  setOf,
  valueAtField,
  withoutField,
  type FieldSet,
} from "../patches/field-set.ts";
import type { Resource } from "../resource.ts";
import { served } from "../representation/representation.ts";
import type { ResourceRequest } from "../serving.ts";
import { ApiError, badRequest, detailsOf, qualifiedName } from "../status.ts";
import { bodyText, parseYamlText } from "./body.ts";
import { checkType } from "./checks.ts";
import type { WriteContext } from "./context.ts";
import { create } from "./create.ts";
import type { JsonObject } from "./json-object.ts";
import { entriesIn, entryOf, isOf, withFields, type ManagedFields } from "./managed-fields.ts";
import type { Patched } from "./patched.ts";
import { update, type WrittenPart } from "./update.ts";

/** What is to be so of which object. */
interface Application {
  readonly resource: Resource;
  readonly namespace: string | undefined;
  readonly name: string;
  readonly config: JsonObject;
}

/** Applies the configuration that a request carries. Throws ApiError 400, 409 or 422. */
export function apply(context: WriteContext, asked: ResourceRequest, part: WrittenPart): Patched {
  const { resource, path } = asked;
  const { namespace, name = "" } = path;
  return applyConfiguration(context, { resource, namespace, name, config: configIn(asked) }, part);
}

/**
 * Server-side apply: the object is to have what the configuration says, and no longer what the same manager
 * said before and now leaves out. What another applier has set to another value is a conflict, or with `force`
 * taken over.
 * Throws ApiError 400, 409 or 422.
 */
export function applyConfiguration(
  context: WriteContext,
  application: Application,
  part: WrittenPart,
): Patched {
  const { resource, namespace, name, config } = application;
  const manager = context.options.fieldManager;
  if (manager === undefined) throw badRequest("fieldManager: Required value: is required for apply patch");
  const keys = resource.custom ? undefined : resource.kind.kind;
  const fields = fieldsOf(keys, config);
  const present = context.store.get(resource.kind, resource.kind.namespaced ? namespace : undefined, name);
  const writer = { manager, operation: "Apply" as const };
  const entry = entryOf(context, resource, writer, fields, part);
  if (present === undefined) {
    const body = { ...config, metadata: { ...recordIn(config["metadata"]), name } };
    return { object: create(context, resource, namespace, body, [entry]), created: true };
  }
  const { mine, others } = managersOf(present, writer, part);
  const live = served(resource, present);
  const contested = conflictsOf(fields, others).filter(
    ({ field }) => !isDeepStrictEqual(valueAtField(live, field), valueAtField(config, field)),
  );
  if (contested.length > 0 && !context.options.force) throw conflictError(application, contested);
  const left = [...fromFieldsV1(mine?.fieldsV1)].filter(
    ([key]) => !fields.has(key) && !others.some((other) => fromFieldsV1(other.fieldsV1).has(key)),
  );
  const pruned = left.reduce<unknown>((object, [, field]) => withoutField(object, field), live);
  const next = applyMerge(keys, recordIn(pruned), config);
  const kept = others.flatMap((other) => without(other, contested));
  const same = mine !== undefined && isDeepStrictEqual(mine.fieldsV1, entry.fieldsV1);
  const managed = [...kept, same ? mine : entry];
  return { object: update(context, resource, present, next, part, managed), created: false };
}

function configIn({ request, resource, path }: ResourceRequest): JsonObject {
  const config = parseYamlText(bodyText(request));
  if (!isRecord(config)) throw badRequest("the body of an apply must be one object");
  if (config["apiVersion"] === undefined || config["kind"] === undefined)
    throw badRequest("an applied configuration must say its apiVersion and kind");
  checkType(resource, config);
  const name = textAt(config, "metadata.name");
  if (name !== undefined && name !== path.name) {
    throw badRequest(
      `the name of the object (${JSON.stringify(name)}) does not match the name on the URL (${path.name ?? ""})`,
    );
  }
  if (recordIn(config["metadata"])["managedFields"] !== undefined)
    throw badRequest("metadata.managedFields must be nil");
  return config;
}

function managersOf({ metadata }: KubeObject, writer: Writer, part: WrittenPart) {
  const entries = entriesIn(metadata.managedFields);
  const mine = entries.find((entry) => isOf(entry, writer, part));
  return { mine, others: entries.filter((entry) => entry !== mine) };
}

type Writer = Pick<ManagedFields, "manager" | "operation">;

interface Contested {
  readonly field: readonly string[];
  readonly owner: ManagedFields;
}

/** The fields that others own. */
function conflictsOf(fields: FieldSet, others: readonly ManagedFields[]): Contested[] {
  return others.flatMap((owner) => {
    const theirs = fromFieldsV1(owner.fieldsV1);
    return [...fields].filter(([key]) => theirs.has(key)).map(([, field]) => ({ field, owner }));
  });
}

/** The entry without what is taken from it; none when nothing is left. */
function without(entry: ManagedFields, contested: readonly Contested[]): ManagedFields[] {
  const taken = setOf(contested.filter(({ owner }) => owner === entry).map(({ field }) => field));
  if (taken.size === 0) return [entry];
  const left = [...fromFieldsV1(entry.fieldsV1)].filter(([key]) => !taken.has(key));
  return withFields(
    entry,
    left.map(([, field]) => field),
  );
}

/** As a real API server names the other side: who applies by name, who updates also by version. */
function nameOf({ manager, operation, apiVersion, subresource }: ManagedFields): string {
  const part = subresource === undefined ? "" : ` with subresource "${subresource}"`;
  return `"${manager}"${part}${operation === "Update" ? ` using ${apiVersion}` : ""}`;
}

function conflictError({ resource, name }: Application, contested: readonly Contested[]): ApiError {
  const causes = contested.map(({ field, owner }) => ({
    reason: "FieldManagerConflict",
    message: `conflict with ${nameOf(owner)}`,
    field: `.${field.map((step) => (step.startsWith("f:") ? step.slice(2) : `[${step.slice(2)}]`)).join(".")}`,
  }));
  const { kind } = resource;
  const list = causes.map(({ message, field }) => `${message}: ${field}`).join(", ");
  return new ApiError(
    409,
    "Conflict",
    `Apply failed with ${causes.length} conflict${causes.length === 1 ? "" : "s"}: ${list} (${qualifiedName(kind)} "${name}")`,
    { details: { ...detailsOf(kind, name), causes } },
  );
}

function recordIn(value: unknown): JsonObject {
  return isRecord(value) ? value : {};
}
