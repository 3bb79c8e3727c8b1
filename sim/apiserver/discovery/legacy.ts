import type { GroupVersion } from "../resources.ts";
import type { Resource } from "../resource.ts";

/** `GET /api` */
export function apiVersions() {
  return { kind: "APIVersions", versions: ["v1"] };
}

/** `GET /apis` */
export function apiGroupList(groupVersions: readonly GroupVersion[]) {
  const groups = [...new Set(groupVersions.map(({ group }) => group))].filter((group) => group !== "");
  return {
    kind: "APIGroupList",
    apiVersion: "v1",
    groups: groups.map((group) => groupEntry(groupVersions, group)),
  };
}

/** `GET /apis/<group>`; undefined for a group that is not served. */
export function apiGroup(groupVersions: readonly GroupVersion[], group: string) {
  if (group === "" || !groupVersions.some((served) => served.group === group)) return undefined;
  return { kind: "APIGroup", apiVersion: "v1", ...groupEntry(groupVersions, group) };
}

/** `GET /api/v1`, `GET /apis/<group>/<version>` */
export function apiResourceList({ group, version, resources }: GroupVersion) {
  return {
    kind: "APIResourceList",
    apiVersion: "v1",
    groupVersion: group === "" ? version : `${group}/${version}`,
    resources: resources.flatMap(resourceEntries),
  };
}

function groupEntry(groupVersions: readonly GroupVersion[], name: string) {
  const versions = groupVersions
    .filter(({ group }) => group === name)
    .map(({ version }) => ({ groupVersion: `${name}/${version}`, version }));
  return { name, versions, preferredVersion: versions[0] };
}

function resourceEntries({ kind, verbs, subresources }: Resource) {
  const { namespaced } = kind;
  const own = {
    name: kind.plural,
    singularName: kind.singular,
    namespaced,
    kind: kind.kind,
    verbs,
    ...(kind.shortNames.length === 0 ? {} : { shortNames: kind.shortNames }),
    ...(kind.categories.length === 0 ? {} : { categories: kind.categories }),
  };
  const parts = subresources.map((part) => ({
    name: `${kind.plural}/${part.name}`,
    singularName: "",
    namespaced,
    ...(part.kind === undefined ? { kind: kind.kind } : part.kind),
    verbs: part.verbs,
  }));
  return verbs.length === 0 ? parts : [own, ...parts];
}
