import { adminUserName, identityOf } from "../apiserver/identity.ts";
import { Resources } from "../apiserver/resources.ts";
import { ApiError } from "../apiserver/status.ts";
import { applyConfiguration } from "../apiserver/write/apply.ts";
import type { WriteOptions } from "../apiserver/write/options.ts";
import type { Apply } from "../plot/cause.ts";
import { StoreError } from "../store/errors.ts";
import type { Store } from "../store/store.ts";

/** `kubectl apply --server-side` asks for this. */
const options: WriteOptions = {
  dryRun: false,
  fieldManager: "kubectl",
  force: false,
  fieldValidation: "Strict",
};
const identity = identityOf(adminUserName);

/** What the API server over `store` does when the administrator applies an object: as over the wire, at once. */
export function kubectlApply(store: Store): Apply {
  const resources = new Resources(store);
  return (manifest) => {
    const { apiVersion, kind, metadata } = manifest;
    const resource = resources.named(apiVersion, kind);
    if (!resource?.verbs.includes("patch"))
      return `no matches for kind "${kind}" in version "${apiVersion}"; ensure CRDs are installed first`;
    const namespace = resource.kind.namespaced ? (metadata.namespace ?? "default") : undefined;
    const application = { resource, namespace, name: metadata.name, config: manifest };
    try {
      applyConfiguration({ store, identity, options }, application, "object");
      return undefined;
    } catch (error) {
      if (error instanceof ApiError || error instanceof StoreError) return error.message;
      throw error;
    }
  };
}
