import { apiVersionOf, kindKey, kinds, type Kind } from "../store/kinds.ts";
import type { Store } from "../store/store.ts";
import {
  definitionKind,
  type CustomResourceDefinition,
} from "../store/objects/custom-resource-definition.ts";
import type { DefinedVersion, ScalePaths } from "../store/objects/defined-versions.ts";
import { kubeVirtSubresources } from "./kubevirt-subresources.ts";
import type { Resource } from "./resource.ts";
import { reviewKinds } from "./reviews/kinds.ts";
import { schemaIn } from "./structural/schema.ts";
import { builtInSubresources, scaleSubresource, statusSubresource } from "./subresources.ts";
import { builtInColumns } from "./tables/built-in.ts";
import { printerColumns } from "./tables/printer-columns.ts";

/** The API groups that a Kubernetes API server brings; every other group is of custom resources. */
const builtInGroups: ReadonlySet<string> = new Set([
  "",
  "admissionregistration.k8s.io",
  "apiextensions.k8s.io",
  "apiregistration.k8s.io",
  "apps",
  "batch",
  "certificates.k8s.io",
  "coordination.k8s.io",
  "discovery.k8s.io",
  "networking.k8s.io",
  "policy",
  "rbac.authorization.k8s.io",
  "scheduling.k8s.io",
  "storage.k8s.io",
]);

const verbs = ["create", "delete", "deletecollection", "get", "list", "patch", "update", "watch"];

/** One version of a group with what is in it, as discovery tells it. */
export interface GroupVersion {
  readonly group: string;
  readonly version: string;
  readonly resources: readonly Resource[];
}

function isBuiltIn({ group }: Kind): boolean {
  return builtInGroups.has(group);
}

/** The kinds that definitions define: always the same one, so that its objects and watches find each other. */
const userKinds = new Map<string, Kind>();

/**
 * Everything that has a path under `/api` or `/apis` and is kept in the store: the kinds of Kubernetes itself,
 * and those that the CustomResourceDefinitions in the store define at this moment.
 */
export class Resources {
  readonly #store: Store;
  readonly #unsubscribe: () => void;
  #byPath: ReadonlyMap<string, Resource> | undefined;
  #groupVersions: readonly GroupVersion[] = [];

  constructor(store: Store) {
    this.#store = store;
    this.#unsubscribe = store.subscribe(({ kind }) => {
      if (kind === definitionKind) this.#byPath = undefined;
    });
  }

  /** Undefined when the version of the group is not served, or has no such resource. */
  find(group: string, version: string, plural: string): Resource | undefined {
    return this.#present().get(pathKey(group, version, plural));
  }

  /** By what an object says of itself. */
  named(apiVersion: string, kind: string): Resource | undefined {
    return this.groupVersions
      .flatMap(({ resources }) => resources)
      .find((resource) => resource.apiVersion === apiVersion && resource.kind.kind === kind);
  }

  serves(group: string, version: string): boolean {
    return this.groupVersions.some((served) => served.group === group && served.version === version);
  }

  get groupVersions(): readonly GroupVersion[] {
    this.#present();
    return this.#groupVersions;
  }

  /** The kind that a definition defines. */
  kindOf({ spec }: CustomResourceDefinition): Kind {
    const { group, names, scope, versions } = spec;
    const known = kinds.get(kindKey(group, names.plural));
    if (known !== undefined) return known;
    const kind: Kind = {
      group,
      version: versions.find(({ storage }) => storage)?.name ?? "",
      kind: names.kind,
      plural: names.plural,
      singular: names.singular,
      namespaced: scope === "Namespaced",
      shortNames: names.shortNames ?? [],
      categories: names.categories ?? [],
    };
    const key = JSON.stringify(kind);
    const present = userKinds.get(key) ?? kind;
    userKinds.set(key, present);
    return present;
  }

  close(): void {
    this.#unsubscribe();
  }

  #present(): ReadonlyMap<string, Resource> {
    if (this.#byPath !== undefined) return this.#byPath;
    const builtIn = [...kinds.values()].filter(isBuiltIn).map(builtInResource);
    const defined = this.#store
      .list(definitionKind)
      .flatMap((definition) =>
        definition.spec.versions
          .filter(({ served }) => served)
          .map((version) => definedResource(this.kindOf(definition), version)),
      );
    const subresources = kubeVirtSubresources.filter((part) =>
      defined.some(({ kind }) => kind === part.kind),
    );
    const all = [...builtIn, ...reviewKinds.map(reviewResource), ...defined, ...subresources];
    this.#groupVersions = groupVersionsOf(all);
    this.#byPath = new Map(
      all.map((resource) => [pathKey(resource.group, resource.version, resource.kind.plural), resource]),
    );
    return this.#byPath;
  }
}

export function hasSubresource(resource: Resource, name: string): boolean {
  return resource.subresources.some((subresource) => subresource.name === name);
}

function pathKey(group: string, version: string, plural: string): string {
  return `${group}/${version}/${plural}`;
}

const builtInScale: ScalePaths = {
  specReplicasPath: ".spec.replicas",
  statusReplicasPath: ".status.replicas",
};

function builtInResource(kind: Kind): Resource {
  const subresources = builtInSubresources(kind);
  return {
    kind,
    group: kind.group,
    version: kind.version,
    apiVersion: apiVersionOf(kind),
    custom: false,
    userDefined: false,
    review: false,
    verbs: kind.plural === "namespaces" ? verbs.filter((verb) => verb !== "deletecollection") : verbs,
    subresources,
    scale: subresources.includes(scaleSubresource) ? builtInScale : undefined,
    columns: builtInColumns(kind),
    structure: undefined,
  };
}

function reviewResource(kind: Kind): Resource {
  return { ...builtInResource(kind), review: true, verbs: ["create"], subresources: [], scale: undefined };
}

function definedResource(kind: Kind, { name, subresources = {}, ...version }: DefinedVersion): Resource {
  return {
    kind,
    group: kind.group,
    version: name,
    apiVersion: `${kind.group}/${name}`,
    custom: true,
    userDefined: !kinds.has(kindKey(kind.group, kind.plural)),
    review: false,
    verbs,
    subresources: [
      ...(subresources.status === undefined ? [] : [statusSubresource]),
      ...(subresources.scale === undefined ? [] : [scaleSubresource]),
    ],
    scale: subresources.scale,
    columns: printerColumns(version.additionalPrinterColumns ?? []),
    structure: schemaIn(version.schema?.openAPIV3Schema),
  };
}

/** Groups in the order they first come; within a group the version its objects are kept in is first. */
function groupVersionsOf(resources: readonly Resource[]): GroupVersion[] {
  const byGroupVersion = new Map<string, { group: string; version: string; resources: Resource[] }>();
  for (const resource of resources) {
    const { group, version } = resource;
    const key = `${group}/${version}`;
    const present = byGroupVersion.get(key) ?? { group, version, resources: [] };
    byGroupVersion.set(key, present);
    present.resources.push(resource);
  }
  return [...byGroupVersion.values()];
}
