import { parseQuantity } from "../../model/quantity.ts";
import { kindNamed, type Kind } from "../kinds.ts";
import type { KubeObject } from "../object.ts";
import { formatBytes } from "../quantity.ts";
import type { Store } from "../store.ts";
import type { VirtualMachine, VirtualMachineInstanceSpec } from "./virtual-machine.ts";

export interface Instancetype extends KubeObject {
  readonly spec: {
    readonly cpu: { readonly guest: number };
    readonly memory: { readonly guest: string; readonly overcommitPercent?: number };
    readonly [field: string]: unknown;
  };
}

export interface Preference extends KubeObject {
  readonly spec?: {
    readonly cpu?: { readonly preferredCPUTopology?: string };
    readonly [field: string]: unknown;
  };
}

const group = "instancetype.kubevirt.io";

export const clusterInstancetypeKind = kindNamed<Instancetype>("virtualmachineclusterinstancetypes", group);
export const instancetypeKind = kindNamed<Instancetype>("virtualmachineinstancetypes", group);
export const clusterPreferenceKind = kindNamed<Preference>("virtualmachineclusterpreferences", group);
export const preferenceKind = kindNamed<Preference>("virtualmachinepreferences", group);

/** What a VM's `spec.instancetype` or `spec.preference` refers to. */
export interface Matcher<T extends KubeObject> {
  readonly kind: Kind<T>;
  readonly name: string;
}

/** The instance type that a VM refers to; the cluster's unless it says otherwise. Undefined if to none, or to an unknown kind. */
export function instancetypeMatcher(spec: VirtualMachine["spec"]): Matcher<Instancetype> | undefined {
  return matcherIn(spec["instancetype"], clusterInstancetypeKind, instancetypeKind);
}

/** The preference that a VM refers to, as with its instance type. */
export function preferenceMatcher(spec: VirtualMachine["spec"]): Matcher<Preference> | undefined {
  return matcherIn(spec["preference"], clusterPreferenceKind, preferenceKind);
}

function matcherIn<T extends KubeObject>(
  reference: unknown,
  cluster: Kind<T>,
  namespaced: Kind<T>,
): Matcher<T> | undefined {
  const { name, kind = "" } = (reference ?? {}) as { readonly name?: string; readonly kind?: string };
  if (name === undefined || name === "") return undefined;
  const asked = kind.toLowerCase();
  const meant = [cluster, namespaced].find(({ singular, plural }) => [singular, plural].includes(asked));
  if (meant === undefined && asked !== "") return undefined;
  return { kind: meant ?? cluster, name };
}

/** The object that is referred to, for a VM of `namespace`. */
export function matched<T extends KubeObject>(
  store: Store,
  { kind, name }: Matcher<T>,
  namespace: string | undefined,
): T | undefined {
  return store.get(kind, kind.namespaced ? namespace : undefined, name);
}

/** What a VMI is annotated with: `kubevirt.io/cluster-instancetype-name`, or without `cluster-` for one of the namespace. */
export function matcherAnnotations(spec: VirtualMachine["spec"]): Readonly<Record<string, string>> {
  const named = (what: string, matcher: Matcher<KubeObject> | undefined) =>
    matcher === undefined
      ? {}
      : { [`kubevirt.io/${matcher.kind.namespaced ? "" : "cluster-"}${what}-name`]: matcher.name };
  return {
    ...named("instancetype", instancetypeMatcher(spec)),
    ...named("preference", preferenceMatcher(spec)),
  };
}

/**
 * A VMI's spec with the CPUs and memory of an instance type, in the topology that a preference asks for.
 * Source: kubevirt pkg/instancetype/apply/{cpu,memory}.go
 */
export function withInstancetype(
  spec: VirtualMachineInstanceSpec,
  { spec: { cpu, memory } }: Instancetype,
  preference: Preference | undefined,
): VirtualMachineInstanceSpec {
  const { domain } = spec;
  const { overcommitPercent = 0, guest } = memory;
  const requested = Math.floor(((parseQuantity(guest) ?? 0) * (100 - overcommitPercent)) / 100);
  const requests = { ...domain.resources?.requests, memory: formatBytes(requested) };
  const topology = topologyOf(cpu.guest, preference?.spec?.cpu?.preferredCPUTopology);
  return {
    ...spec,
    domain: {
      ...domain,
      cpu: { ...domain.cpu, ...topology },
      memory: { ...domain.memory, guest },
      ...(overcommitPercent > 0 ? { resources: { ...domain.resources, requests } } : {}),
    },
  };
}

function topologyOf(vcpus: number, preferred = "sockets") {
  const single = { sockets: 1, cores: 1, threads: 1 };
  if (preferred === "cores" || preferred === "preferCores") return { ...single, cores: vcpus };
  if (preferred === "threads" || preferred === "preferThreads") return { ...single, threads: vcpus };
  return { ...single, sockets: vcpus };
}
