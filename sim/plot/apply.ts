import { kindOfManifest } from "../scenario/files/manifest-kind.ts";
import type { Manifest } from "../scenario/scenario.ts";
import { ensureNamespace } from "../store/bootstrap/kubernetes.ts";
import { apiVersionOf } from "../store/kinds.ts";
import type { KubeObject } from "../store/object.ts";
import { namespaceKind } from "../store/objects/cluster-basics.ts";
import type { Stage } from "./cause.ts";

/** Applies an object that is there from the start; the namespace it names is made if need be. */
export function applyAtStart(stage: Stage, manifest: Manifest): void {
  const { namespace } = manifest.metadata;
  if (namespace !== undefined) ensureNamespace(stage.store, namespace);
  applyManifest(stage, manifest);
}

/** `kubectl apply` of one object: it is made, or what the manifest says of it is made so. */
export function applyManifest({ store, complain }: Stage, manifest: Manifest): void {
  const { apiVersion, metadata } = manifest;
  const say = (message: string) => complain(`apply ${manifest.kind} ${metadata.name}: ${message}`);
  const kind = kindOfManifest(manifest);
  if (kind === undefined)
    return say(`no matches for kind "${manifest.kind}" in version "${apiVersion}"; is its CRD installed?`);
  const namespace = kind.namespaced ? (metadata.namespace ?? "default") : undefined;
  if (namespace !== undefined && store.get(namespaceKind, undefined, namespace) === undefined)
    return say(`namespaces "${namespace}" not found; apply the namespace first`);
  if (kind === namespaceKind) ensureNamespace(store, metadata.name);
  const present = store.get(kind, namespace, metadata.name);
  const { status: _, ...wanted } = manifest;
  const placed = {
    ...wanted,
    apiVersion: apiVersionOf(kind),
    metadata: { ...metadata, ...(namespace === undefined ? {} : { namespace }) },
  };
  if (present === undefined) store.create(kind, placed);
  else store.update(kind, merged(present, placed) as KubeObject);
}

/** What the manifest says, laid over what is there; lists are replaced whole. */
function merged(present: unknown, wanted: unknown): unknown {
  if (!isMapping(present) || !isMapping(wanted)) return wanted;
  const changed = Object.entries(wanted).map(([field, value]) => [field, merged(present[field], value)]);
  return { ...present, ...Object.fromEntries(changed) };
}

function isMapping(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
