import type { Manifest } from "../scenario/scenario.ts";
import { ensureNamespace } from "../store/bootstrap/kubernetes.ts";
import type { Stage } from "./cause.ts";

/** Applies an object of the scenario's beginning; the namespace it names is made if need be. */
export function applyAtStart(stage: Stage, manifest: Manifest): void {
  const { namespace } = manifest.metadata;
  if (namespace !== undefined) ensureNamespace(stage.store, namespace);
  applyManifest(stage, manifest);
}

/** `kubectl apply` of one object: it is made, or what the manifest says of it is made so. */
export function applyManifest({ apply, complain }: Stage, manifest: Manifest): void {
  const refusal = apply(manifest);
  if (refusal !== undefined) complain(`apply ${manifest.kind} ${manifest.metadata.name}: ${refusal}`);
}
