import { timestampAt } from "../../clock/clock.ts";
import { kindKey, type Kind } from "../../store/kinds.ts";
import type { Store } from "../../store/store.ts";
import {
  cleanupFinalizer,
  type CustomResourceDefinition,
} from "../../store/objects/custom-resource-definition.ts";
import { establishedStatus } from "../definitions/established.ts";
import { isRecord, listAt } from "../field-access.ts";
import type { Identity } from "../identity.ts";
import { hasSubresource } from "../resources.ts";
import type { Resource } from "../resource.ts";
import type { JsonObject } from "./json-object.ts";

type Preparation = (object: JsonObject, store: Store, asker: Identity) => JsonObject;

/** What the API server itself puts into new objects; what admission adds is the store's affair. */
const preparations: Readonly<Record<string, Preparation>> = {
  "namespaces.": newNamespace,
  "secrets.": (object) => withStringData({ type: "Opaque", ...object }),
  "customresourcedefinitions.apiextensions.k8s.io": newDefinition,
  "certificatesigningrequests.certificates.k8s.io": newSigningRequest,
  // A guest's status is told by those who run it, not by who asks for it.
  "virtualmachineinstances.kubevirt.io": withoutStatus,
};

/** A validated new object as it is kept, without the status that a writer may have put there. */
export function prepared(resource: Resource, object: JsonObject, store: Store, asker: Identity): JsonObject {
  const { kind } = resource;
  const writable =
    keepsGivenStatus(kind) || !hasSubresource(resource, "status") ? object : withoutStatus(object);
  return preparations[kindKey(kind.group, kind.plural)]?.(writable, store, asker) ?? writable;
}

/** The present status with the rest of `object`: what a write to the object itself means. */
export function withStatusOf(resource: Resource, object: JsonObject, present: JsonObject): JsonObject {
  return hasSubresource(resource, "status") ? replaceStatus(object, present) : object;
}

/** `object` with the status of another. */
export function replaceStatus(object: JsonObject, { status }: JsonObject): JsonObject {
  const rest = withoutStatus(object);
  return status === undefined ? rest : { ...rest, status };
}

export function withoutStatus({ status: _, ...rest }: JsonObject): JsonObject {
  return rest;
}

/** A kubelet registers its node with all it knows of it. */
function keepsGivenStatus({ group, plural }: Kind): boolean {
  return group === "" && plural === "nodes";
}

function newNamespace(object: JsonObject): JsonObject {
  const metadata = recordIn(object, "metadata");
  return {
    ...object,
    metadata: {
      ...metadata,
      labels: { ...recordIn(metadata, "labels"), "kubernetes.io/metadata.name": metadata["name"] },
    },
    spec: { ...recordIn(object, "spec"), finalizers: ["kubernetes"] },
    status: { phase: "Active" },
  };
}

function newDefinition(object: JsonObject, { clock }: Store): JsonObject {
  const metadata = recordIn(object, "metadata");
  const spec = object["spec"] as CustomResourceDefinition["spec"];
  const given: Partial<CustomResourceDefinition["spec"]["names"]> & { readonly kind: string } = spec.names;
  const names = {
    ...spec.names,
    listKind: given.listKind ?? `${given.kind}List`,
    singular: given.singular ?? given.kind.toLowerCase(),
  };
  const completed = { conversion: { strategy: "None" }, ...spec, names };
  return {
    ...object,
    metadata: { ...metadata, finalizers: [...listAt(metadata, "finalizers"), cleanupFinalizer] },
    spec: completed,
    status: establishedStatus(completed, timestampAt(clock, clock.now())),
  };
}

/** Who asks is not for the asker to say. */
function newSigningRequest(object: JsonObject, _: Store, { name, groups, uid }: Identity): JsonObject {
  const spec = { ...recordIn(object, "spec"), username: name, groups };
  return { ...object, spec: uid === undefined ? spec : { ...spec, uid } };
}

/** `stringData` is only for writing: it is kept, in base64, with the rest. */
export function withStringData({ stringData, ...object }: JsonObject): JsonObject {
  if (!isRecord(stringData)) return object;
  const encoded = Object.entries(stringData).map(([key, value]) => [
    key,
    Buffer.from(String(value)).toString("base64"),
  ]);
  return { ...object, data: { ...recordIn(object, "data"), ...Object.fromEntries(encoded) } };
}

function recordIn(object: JsonObject, field: string): JsonObject {
  const value = object[field];
  return isRecord(value) ? value : {};
}
