import type { GroupVersion } from "../resources.ts";
import type { Resource } from "../resource.ts";
import type { AcceptClause } from "../accept.ts";

const shape = "APIGroupDiscoveryList";
const group = "apidiscovery.k8s.io";

/** What a client has to be told about the form of an aggregated document. */
export const aggregatedContentType = `application/json;g=${group};v=v2;as=${shape}`;

/** Whether this is what an Accept header asks aggregated discovery with. */
export function asksForAggregated({ mediaType, parameters }: AcceptClause): boolean {
  return (
    mediaType === "application/json" &&
    parameters.get("g") === group &&
    parameters.get("v") === "v2" &&
    parameters.get("as") === shape
  );
}

/** Everything under `/api` (core) or `/apis` (the rest) in one document, instead of one per group and version. */
export function aggregatedDiscovery(groupVersions: readonly GroupVersion[], core: boolean) {
  const groups = [...new Set(groupVersions.map((served) => served.group))].filter(
    (name) => (name === "") === core,
  );
  return {
    kind: shape,
    apiVersion: `${group}/v2`,
    metadata: {},
    items: groups.map((name) => ({
      metadata: { name, creationTimestamp: null },
      versions: groupVersions.filter((served) => served.group === name).map(versionEntry),
    })),
  };
}

function versionEntry({ version, resources }: GroupVersion) {
  return { version, resources: resources.map(resourceEntry), freshness: "Current" };
}

function resourceEntry({ kind, group: servedGroup, version, verbs, subresources }: Resource) {
  const responseKind = { group: servedGroup, version, kind: kind.kind };
  const parts = subresources.map((part) => ({
    subresource: part.name,
    responseKind: part.kind ?? responseKind,
    verbs: part.verbs,
  }));
  const found = {
    resource: kind.plural,
    responseKind,
    scope: kind.namespaced ? "Namespaced" : "Cluster",
    singularResource: kind.singular,
    verbs,
    ...(parts.length === 0 ? {} : { subresources: parts }),
  };
  // What has parts alone answers to no short name, and is in no category.
  if (verbs.length === 0) return found;
  return {
    ...found,
    ...(kind.shortNames.length === 0 ? {} : { shortNames: kind.shortNames }),
    ...(kind.categories.length === 0 ? {} : { categories: kind.categories }),
  };
}
