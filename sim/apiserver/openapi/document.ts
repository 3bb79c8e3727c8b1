import type { GroupVersion } from "../resources.ts";
import type { Resource } from "../resource.ts";
import { kubernetesVersion } from "../version.ts";
import { objectMetaName, objectMetaSchema, schemaNameOf, schemaOfResource } from "./schemas.ts";

/**
 * The OpenAPI v3 document of a group's version: for each kind its schema, and the operations from which
 * kubectl learns that the server validates fields and knows dry runs.
 */
export function documentOf(served: GroupVersion) {
  const resources = served.resources.filter(({ review, verbs }) => !review && verbs.length > 0);
  return {
    openapi: "3.0.0",
    info: { title: "Kubernetes", version: kubernetesVersion.gitVersion },
    paths: Object.fromEntries(resources.flatMap(pathsOf)),
    components: {
      schemas: {
        [objectMetaName]: objectMetaSchema,
        ...Object.fromEntries(
          resources.map((resource) => [schemaNameOf(resource), schemaOfResource(resource)]),
        ),
      },
    },
  };
}

function pathsOf(resource: Resource): [string, object][] {
  const { kind, version } = resource;
  const prefix = kind.group === "" ? `/api/${version}` : `/apis/${kind.group}/${version}`;
  const collection = `${prefix}${kind.namespaced ? "/namespaces/{namespace}" : ""}/${kind.plural}`;
  return [
    [
      collection,
      { get: operation(resource, "list", []), post: operation(resource, "post", writeParameters) },
    ],
    [
      `${collection}/{name}`,
      {
        get: operation(resource, "get", []),
        put: operation(resource, "put", writeParameters),
        patch: {
          ...operation(resource, "patch", [...writeParameters, parameter("force", "boolean")]),
          requestBody: patchBody,
        },
        delete: operation(resource, "delete", [
          parameter("dryRun"),
          parameter("gracePeriodSeconds", "integer"),
        ]),
      },
    ],
  ];
}

function parameter(name: string, type = "string") {
  return { name, in: "query", schema: { type, uniqueItems: true } };
}

const writeParameters = [parameter("dryRun"), parameter("fieldManager"), parameter("fieldValidation")];

/** Strategic merge patch is left out: these schemas lack its list keys, which kubectl knows by itself. */
const patchBody = {
  content: Object.fromEntries(
    ["application/json-patch+json", "application/merge-patch+json", "application/apply-patch+yaml"].map(
      (type) => [type, { schema: { type: "object" } }],
    ),
  ),
};

function operation(resource: Resource, action: string, parameters: readonly object[]) {
  const { kind, version } = resource;
  const content = {
    "application/json": { schema: { $ref: `#/components/schemas/${schemaNameOf(resource)}` } },
  };
  return {
    operationId: `${action}${kind.group}${version}${kind.kind}`,
    parameters,
    responses: { "200": { description: "OK", content } },
    "x-kubernetes-action": action,
    "x-kubernetes-group-version-kind": { group: kind.group, version, kind: kind.kind },
  };
}
