import {
  clusterInstancetypeKind,
  clusterPreferenceKind,
  type Instancetype,
  type Preference,
} from "../objects/instancetype.ts";
import { apiVersionOf } from "../kinds.ts";
import type { Draft } from "../object.ts";
import type { Store } from "../store.ts";

const vendor = { "instancetype.kubevirt.io/vendor": "kubevirt.io" };

const sizes: readonly (readonly [size: string, vcpus: number, memory: string])[] = [
  ["nano", 1, "512Mi"],
  ["micro", 1, "1Gi"],
  ["small", 1, "2Gi"],
  ["medium", 1, "4Gi"],
  ["large", 2, "8Gi"],
  ["xlarge", 4, "16Gi"],
  ["2xlarge", 8, "32Gi"],
  ["4xlarge", 16, "64Gi"],
  ["8xlarge", 32, "128Gi"],
];

/** Series by class: what is particular about the memory of its instance types. */
const series = [
  { name: "u1", shownClass: "general.purpose", memory: {} },
  { name: "o1", shownClass: "overcommitted", memory: { overcommitPercent: 50 } },
] as const;

const preferences: readonly (readonly [name: string, osType: string, diskBus: string, model: string])[] = [
  ["fedora", "linux", "virtio", "virtio"],
  ["ubuntu", "linux", "virtio", "virtio"],
  ["windows.11", "windows", "sata", "e1000e"],
  ["windows.11.virtio", "windows", "virtio", "virtio"],
];

/**
 * Some of the instance types and preferences that virt-operator deploys.
 * Source: kubevirt/common-instancetypes instancetypes/{u,o}/1, preferences
 */
export function installCommonInstancetypes(store: Store): void {
  for (const { name, shownClass, memory } of series) {
    for (const [size, vcpus, guest] of sizes)
      store.create(
        clusterInstancetypeKind,
        instancetypeDraft(name, shownClass, size, vcpus, { guest, ...memory }),
      );
  }
  for (const [name, osType, bus, model] of preferences)
    store.create(clusterPreferenceKind, preferenceDraft(name, osType, bus, model));
}

function instancetypeDraft(
  series: string,
  shownClass: string,
  size: string,
  vcpus: number,
  memory: Instancetype["spec"]["memory"],
): Draft<Instancetype> {
  return {
    apiVersion: apiVersionOf(clusterInstancetypeKind),
    kind: clusterInstancetypeKind.kind,
    metadata: {
      name: `${series}.${size}`,
      labels: {
        ...vendor,
        "instancetype.kubevirt.io/class": shownClass,
        "instancetype.kubevirt.io/cpu": String(vcpus),
        "instancetype.kubevirt.io/memory": memory.guest,
        "instancetype.kubevirt.io/size": size,
        "instancetype.kubevirt.io/version": "1",
      },
    },
    spec: { cpu: { guest: vcpus }, memory },
  };
}

function preferenceDraft(
  name: string,
  osType: string,
  preferredDiskBus: string,
  preferredInterfaceModel: string,
): Draft<Preference> {
  return {
    apiVersion: apiVersionOf(clusterPreferenceKind),
    kind: clusterPreferenceKind.kind,
    metadata: { name, labels: { ...vendor, "instancetype.kubevirt.io/os-type": osType } },
    spec: { devices: { preferredDiskBus, preferredInterfaceModel } },
  };
}
