import { z } from "zod";
import type { Resource } from "../resource.ts";
import { schemaOf } from "../schemas/schema.ts";

export const objectMetaName = "io.k8s.apimachinery.pkg.apis.meta.v1.ObjectMeta";

const text = (description: string) => ({ type: "string", description });
const textMap = (description: string) => ({
  type: "object",
  description,
  additionalProperties: { type: "string" },
});

export const objectMetaSchema = {
  type: "object",
  description: "ObjectMeta is metadata that all persisted resources must have.",
  properties: {
    name: text("Name must be unique within a namespace. Cannot be updated."),
    generateName: text("A prefix, used by the server to generate a unique name if no name is given."),
    namespace: text("Namespace defines the space within which each name must be unique."),
    labels: textMap("Map of string keys and values that can be used to organize and select objects."),
    annotations: textMap("Unstructured key value map that may be set by external tools."),
    uid: text("UID is the unique in time and space value for this object, made by the server."),
    resourceVersion: text("An opaque value that tells whether an object has changed."),
    generation: { type: "integer", description: "A sequence number of the desired state." },
    creationTimestamp: text("When this object was created, in RFC 3339 form."),
    deletionTimestamp: text("When this object will be deleted, set when its deletion is asked for."),
    finalizers: {
      type: "array",
      items: { type: "string" },
      description: "Must be empty before the object goes.",
    },
    ownerReferences: {
      type: "array",
      items: { type: "object" },
      description: "Objects depended on by this one.",
    },
  },
};

/** `io.k8s.api.apps.v1.Deployment`, `io.kubevirt.v1.VirtualMachine` */
export function schemaNameOf({ kind, version, custom }: Resource): string {
  const group = kind.group === "" ? "core" : kind.group.replace(/\.k8s\.io$/, "");
  const path = custom ? kind.group.split(".").reverse().join(".") : `io.k8s.api.${group.split(".")[0] ?? ""}`;
  return `${path}.${version}.${kind.kind}`;
}

export function schemaOfResource(resource: Resource): object {
  const { kind, version, structure } = resource;
  const { properties = {}, ...rest } = bodySchema(resource);
  return {
    description: `${kind.kind} of ${resource.apiVersion}.`,
    ...definedDescription(structure),
    ...rest,
    type: "object",
    properties: {
      apiVersion: text("The versioned schema of this representation of an object."),
      kind: text("The REST resource that this object represents."),
      metadata: {
        allOf: [{ $ref: `#/components/schemas/${objectMetaName}` }],
        description: "Standard object's metadata.",
      },
      ...properties,
    },
    "x-kubernetes-group-version-kind": [{ group: kind.group, version, kind: kind.kind }],
  };
}

interface JsonSchema {
  readonly properties?: Readonly<Record<string, unknown>>;
  readonly [keyword: string]: unknown;
}

const anything: JsonSchema = {
  properties: { spec: { type: "object" }, status: { type: "object" } },
  "x-kubernetes-preserve-unknown-fields": true,
};

/** As users' definitions say, or as this server checks it; for other kinds nothing is known of it. */
function bodySchema({ kind, structure }: Resource): JsonSchema {
  if (structure?.["properties"] !== undefined) return structure;
  const schema = schemaOf(kind);
  if (schema === undefined) return anything;
  const { $schema: _, ...described } = z.toJSONSchema(schema, {
    target: "openapi-3.0",
    unrepresentable: "any",
    io: "input",
  });
  return described;
}

function definedDescription(schema: object | undefined): object {
  const { description } = (schema ?? {}) as { readonly description?: unknown };
  return typeof description === "string" ? { description } : {};
}
