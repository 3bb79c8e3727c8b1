import type { Kind } from "../../store/kinds.ts";
import { isRecord } from "../field-access.ts";
import { badRequest, type StatusCause } from "../status.ts";
import type { JsonObject } from "./json-object.ts";

/**
 * The metadata of an object that a client sent, with fields of the right types. Values of labels and
 * annotations that YAML made booleans or numbers of are refused as Kubernetes' decoder does. Throws ApiError 400.
 */
export function metadataOf(kind: Kind, object: JsonObject): JsonObject {
  const metadata = object["metadata"] ?? {};
  const complain = (what: string, field: string, wanted: string) =>
    badRequest(
      `${kind.kind} in version "${kind.version}" cannot be handled as a ${kind.kind}: json: cannot unmarshal ${what} into Go struct field ObjectMeta.metadata${field} of type ${wanted}`,
    );
  if (!isRecord(metadata)) throw complain(typeName(metadata), "", "v1.ObjectMeta");
  for (const field of ["name", "generateName", "namespace", "resourceVersion", "uid"]) {
    const value = metadata[field] ?? "";
    if (typeof value !== "string") throw complain(typeName(value), `.${field}`, "string");
  }
  for (const field of ["labels", "annotations"]) {
    const map = metadata[field] ?? {};
    if (!isRecord(map)) throw complain(typeName(map), `.${field}`, "map[string]string");
    const wrong = Object.values(map).find((value) => typeof value !== "string");
    if (wrong !== undefined) throw complain(typeName(wrong), `.${field}`, "string");
  }
  checkLists(metadata, complain);
  return metadata;
}

function checkLists(
  metadata: JsonObject,
  complain: (what: string, field: string, wanted: string) => Error,
): void {
  for (const [field, wanted, fits] of [
    ["finalizers", "string", (item: unknown) => typeof item === "string"],
    ["ownerReferences", "v1.OwnerReference", isOwnerReference],
  ] as const) {
    const list = metadata[field] ?? [];
    if (!Array.isArray(list)) throw complain(typeName(list), `.${field}`, `[]${wanted}`);
    const wrong: unknown = list.find((item) => !fits(item));
    if (wrong !== undefined) throw complain(typeName(wrong), `.${field}`, wanted);
  }
}

function isOwnerReference(item: unknown): boolean {
  return (
    isRecord(item) && ["apiVersion", "kind", "name", "uid"].every((field) => typeof item[field] === "string")
  );
}

function typeName(value: unknown): string {
  if (value === null) return "null";
  if (Array.isArray(value)) return "array";
  return typeof value === "boolean" ? "bool" : typeof value;
}

const subdomain = /^[a-z0-9](?:[-a-z0-9]*[a-z0-9])?(?:\.[a-z0-9](?:[-a-z0-9]*[a-z0-9])?)*$/;
const label = /^[a-z0-9](?:[-a-z0-9]*[a-z0-9])?$/;
const labelKey =
  /^(?:[a-z0-9](?:[-a-z0-9]*[a-z0-9])?(?:\.[a-z0-9](?:[-a-z0-9]*[a-z0-9])?)*\/)?[A-Za-z0-9](?:[-A-Za-z0-9_.]{0,61}[A-Za-z0-9])?$/;
const labelValue = /^(?:[A-Za-z0-9](?:[-A-Za-z0-9_.]{0,61}[A-Za-z0-9])?)?$/;

const subdomainMessage =
  "a lowercase RFC 1123 subdomain must consist of lower case alphanumeric characters, '-' or '.', and must start and end with an alphanumeric character";
const labelMessage =
  "a lowercase RFC 1123 label must consist of lower case alphanumeric characters or '-', and must start and end with an alphanumeric character";

/** What is wrong with the metadata of an object that is to be kept; `metadataOf` has passed it. */
export function metadataCauses(kind: Kind, metadata: JsonObject): StatusCause[] {
  return [...nameCauses(kind, metadata), ...labelCauses(metadata)];
}

function nameCauses(kind: Kind, { name, generateName }: JsonObject): StatusCause[] {
  if (typeof name === "string" && name !== "")
    return nameProblem(kind, name).map((message) => badValue("metadata.name", name, message));
  if (typeof generateName !== "string" || generateName === "")
    return [
      {
        reason: "FieldValueRequired",
        field: "metadata.name",
        message: "Required value: name or generateName is required",
      },
    ];
  return nameProblem(kind, `${generateName}x`).map((message) =>
    badValue("metadata.generateName", generateName, message),
  );
}

/** RBAC objects may be named as users and components are: `system:kube-scheduler`. */
function nameProblem({ group, plural }: Kind, name: string): string[] {
  if (group === "rbac.authorization.k8s.io") {
    return /[/%]/.test(name) || name === "." || name === ".."
      ? ["may not contain '/' or '%', nor be '.' or '..'"]
      : [];
  }
  if (plural === "namespaces" || plural === "services")
    return name.length <= 63 && label.test(name) ? [] : [labelMessage];
  return name.length <= 253 && subdomain.test(name) ? [] : [subdomainMessage];
}

function labelCauses({ labels = {}, annotations = {} }: JsonObject): StatusCause[] {
  const keys = [
    ...Object.keys(labels as object).map((key) => ["metadata.labels", key] as const),
    ...Object.keys(annotations as object).map((key) => ["metadata.annotations", key] as const),
  ];
  const wrongKeys = keys.filter(
    ([field, key]) => !labelKey.test(field.endsWith("annotations") ? key.toLowerCase() : key),
  );
  const wrongValues = Object.values(labels as Record<string, string>).filter(
    (value) => !labelValue.test(value),
  );
  return [
    ...wrongKeys.map(([field, key]) =>
      badValue(
        field,
        key,
        "name part must consist of alphanumeric characters, '-', '_' or '.', and must start and end with an alphanumeric character",
      ),
    ),
    ...wrongValues.map((value) =>
      badValue(
        "metadata.labels",
        value,
        "a valid label must be an empty string or consist of alphanumeric characters, '-', '_' or '.', and must start and end with an alphanumeric character",
      ),
    ),
  ];
}

function badValue(field: string, value: unknown, why: string): StatusCause {
  return { reason: "FieldValueInvalid", field, message: `Invalid value: ${JSON.stringify(value)}: ${why}` };
}
